using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>
/// Tokenized texts in a file: a mark, four numbers, then ends, cuts, ids and type ids as <see cref="TokenizedTexts"/> has them, and the SHA-256 of all that.
/// In the byte order of the machine, for which the mark is a number.
/// </summary>
internal static class TokenCacheFile
{
    private const long Mark = 0x31_6B6F_7463_746C; // "ltctok1"
    private const int HeaderNumbers = 5;

    /// <summary>Reads a file.</summary>
    /// <returns>The texts, or null where the file is damaged.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static TokenizedTexts? Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long[] header = new long[HeaderNumbers];
        if (stream.Length < (HeaderNumbers * sizeof(long)) + SHA256.HashSizeInBytes)
        {
            return null;
        }

        Take<long>(header);
        (long texts, long bytesOfToken, long ids, long typeIds) = (header[1], header[2], header[3], header[4]);
        bool fits = header[0] == Mark && texts is >= 0 and <= int.MaxValue && ids >= 0 && ids <= Array.MaxLength && typeIds >= 0 && typeIds <= Array.MaxLength
            && stream.Length == (HeaderNumbers * sizeof(long)) + (texts * (sizeof(int) + 1)) + ids + typeIds + SHA256.HashSizeInBytes;
        if (!fits)
        {
            return null;
        }

        TokenizedTexts? read = TokenizedTexts.FromParts((int)bytesOfToken, Take<int>(new int[texts]), Take<byte>(new byte[texts]), Take<byte>(new byte[ids]), Take<byte>(new byte[typeIds]));
        byte[] stated = new byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(stated);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(stated) ? read : null;

        T[] Take<T>(T[] values)
            where T : unmanaged
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
            stream.ReadExactly(bytes);
            hash.AppendData(bytes);
            return values;
        }
    }

    /// <summary>Writes a file in one step: no reader sees a part of it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal static void Write(string path, TokenizedTexts texts) => AtomicFile.Write(path, temporary =>
    {
        using FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        Put(stream, texts);
        stream.Flush(flushToDisk: true);
    });

    private static void Put(FileStream stream, TokenizedTexts texts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(MemoryMarshal.AsBytes<long>([Mark, texts.Count, texts.BytesOfToken, texts.Ids.Length, texts.TypeIds.Length]));
        Add(MemoryMarshal.AsBytes<int>(texts.Ends));
        Add(texts.Truncated);
        Add(texts.Ids);
        Add(texts.TypeIds);
        stream.Write(hash.GetHashAndReset());

        void Add(ReadOnlySpan<byte> bytes)
        {
            stream.Write(bytes);
            hash.AppendData(bytes);
        }
    }
}
