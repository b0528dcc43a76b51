using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>The checksums by which the hub names contents: SHA-256 of large files, git's SHA-1 of small ones.</summary>
internal static class HubChecksum
{
    private const int GitLength = 40;

    /// <summary>The checksum of a file, of the kind of another.</summary>
    /// <param name="path">The file.</param>
    /// <param name="like">A checksum; its length tells its kind.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    internal static async Task<string> ComputeAsync(string path, string like, CancellationToken cancellationToken)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(like.Length == GitLength ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
            if (like.Length == GitLength)
            {
                hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {stream.Length}\0")));
            }

            byte[] buffer = new byte[1 << 20];
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}
