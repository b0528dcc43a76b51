using System.IO.Compression;
using System.Text;

namespace TransferLearning.TextClassification.Tests.Data;

/// <summary>A folder for the files of one test.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tltc-data-").FullName;

    internal string Path(string name) => System.IO.Path.Combine(folder, name);

    internal string Write(string name, string content, Encoding? encoding = null) => Write(name, Bytes(content, encoding ?? new UTF8Encoding(false)));

    internal string Write(string name, byte[] content)
    {
        string path = Path(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    internal static byte[] Bytes(string content, Encoding encoding) => [.. encoding.GetPreamble(), .. encoding.GetBytes(content)];

    internal static byte[] Gzip(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
