using System.Buffers.Binary;
using System.Text;

namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>
/// The entries of a zip file, in place (PKWARE APPNOTE 4.3 and 4.5.3). Only entries that are stored without compression, as PyTorch writes them: they are read
/// where they lie, and none can unfold into more than the file holds.
/// </summary>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint End64Signature = 0x06064b50;
    private const uint End64LocatorSignature = 0x07064b50;
    private const uint EntrySignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int EndLength = 22;
    private const int End64LocatorLength = 20;
    private const int End64Length = 56;
    private const int EntryLength = 46;
    private const int LocalLength = 30;

    /// <summary>Reads where each entry's bytes lie.</summary>
    /// <exception cref="PickleException">The file is not a whole zip file, or an entry is compressed or encrypted.</exception>
    internal static Dictionary<string, (long Offset, long Length)> Read(MappedFile file)
    {
        (long position, long size, long count) = FindDirectory(file);
        if (position < 0 || size < 0 || position > file.Length - size || count < 0 || count > size / EntryLength)
        {
            throw Broken();
        }

        long directory = position;
        Dictionary<string, (long Offset, long Length)> entries = new(StringComparer.Ordinal);
        for (long i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = Take(file, position, EntryLength);
            int nameLength = UInt16(header, 28), extraLength = UInt16(header, 30), commentLength = UInt16(header, 32);
            if (UInt32(header, 0) != EntrySignature)
            {
                throw Broken();
            }

            string name = Encoding.UTF8.GetString(Take(file, position + EntryLength, nameLength));
            ReadOnlySpan<byte> extra = Take(file, position + EntryLength + nameLength, extraLength);
            if (!entries.TryAdd(name, Locate(file, directory, name, header, extra)))
            {
                throw new PickleException($"its entry '{name}' stands twice");
            }

            position += EntryLength + nameLength + extraLength + commentLength;
        }

        return entries;
    }

    private static (long Position, long Size, long Count) FindDirectory(MappedFile file)
    {
        int length = (int)Math.Min(file.Length, EndLength + ushort.MaxValue);
        ReadOnlySpan<byte> tail = file.Bytes(file.Length - length, length);
        for (int i = length - EndLength; i >= 0; i--)
        {
            if (UInt32(tail, i) != EndSignature || i + EndLength + UInt16(tail, i + 20) != length)
            {
                continue;
            }

            long end = file.Length - length + i;
            if (end >= End64LocatorLength && UInt32(Take(file, end - End64LocatorLength, End64LocatorLength), 0) == End64LocatorSignature)
            {
                ReadOnlySpan<byte> end64 = Take(file, Int64(Take(file, end - End64LocatorLength, End64LocatorLength), 8), End64Length);
                return UInt32(end64, 0) == End64Signature ? (Int64(end64, 48), Int64(end64, 40), Int64(end64, 32)) : throw Broken();
            }

            return (UInt32(tail, i + 16), UInt32(tail, i + 12), UInt16(tail, i + 10));
        }

        throw Broken();
    }

    private static (long Offset, long Length) Locate(MappedFile file, long directory, string name, ReadOnlySpan<byte> header, ReadOnlySpan<byte> extra)
    {
        if (UInt16(header, 10) != 0 || (UInt16(header, 8) & 1) != 0)
        {
            throw new PickleException($"its entry '{name}' is compressed or encrypted, as PyTorch writes none");
        }

        long stored = UInt32(header, 20), length = UInt32(header, 24), local = UInt32(header, 42);
        ReadOnlySpan<byte> zip64 = Zip64(extra);
        length = Widen(length, ref zip64);
        stored = Widen(stored, ref zip64);
        local = Widen(local, ref zip64);
        ReadOnlySpan<byte> localHeader = Take(file, local, LocalLength);
        long offset = local + LocalLength + UInt16(localHeader, 26) + UInt16(localHeader, 28);
        if (UInt32(localHeader, 0) != LocalSignature || stored != length || length < 0 || offset > directory - length)
        {
            throw new PickleException($"its entry '{name}' does not lie within the file");
        }

        return (offset, length);
    }

    /// <summary>The extra field that holds what does not fit into 32 bits.</summary>
    private static ReadOnlySpan<byte> Zip64(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int id = UInt16(extra, 0), length = UInt16(extra, 2);
            if (length > extra.Length - 4)
            {
                throw Broken();
            }

            if (id == 1)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }

    private static long Widen(long value, ref ReadOnlySpan<byte> zip64)
    {
        if (value != uint.MaxValue)
        {
            return value;
        }

        if (zip64.Length < 8)
        {
            throw Broken();
        }

        long wide = Int64(zip64, 0);
        zip64 = zip64[8..];
        return wide;
    }

    private static ReadOnlySpan<byte> Take(MappedFile file, long position, int length) =>
        position >= 0 && position <= file.Length - length ? file.Bytes(position, length) : throw Broken();

    private static int UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private static PickleException Broken() => new("it is not a whole zip file (is it cut off?)");
}
