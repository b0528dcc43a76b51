using System.Buffers.Binary;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>Edits the symbol-version needs of a 64-bit little-endian ELF library (see the Linux Standard Base, "Symbol Versioning").</summary>
internal static class ElfVersionNeeds
{
    private const uint SectionTypeVersionNeeds = 0x6ffffffe;
    private const ushort WeakFlag = 0x2;

    /// <summary>Marks the need for <paramref name="version"/> as weak, so that the dynamic loader accepts a library that lacks it.</summary>
    /// <param name="image">The library's bytes; changed in place.</param>
    /// <param name="version">A version name, for example <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>Whether the library needs that version.</returns>
    internal static bool MakeWeak(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image[..4].SequenceEqual("\u007fELF"u8) || image[4] != 2 || image[5] != 1)
        {
            return false;
        }

        int sections = (int)BinaryPrimitives.ReadInt64LittleEndian(image[0x28..]);
        int sectionSize = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3a..]);
        int sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3c..]);
        bool found = false;
        for (int i = 0; i < sectionCount; i++)
        {
            ReadOnlySpan<byte> header = image.Slice(sections + (i * sectionSize), sectionSize);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != SectionTypeVersionNeeds)
            {
                continue;
            }

            int offset = (int)BinaryPrimitives.ReadInt64LittleEndian(header[0x18..]);
            int stringSection = (int)BinaryPrimitives.ReadUInt32LittleEndian(header[0x28..]);
            int strings = (int)BinaryPrimitives.ReadInt64LittleEndian(image[(sections + (stringSection * sectionSize) + 0x18)..]);
            found |= MakeWeak(image, offset, strings, version);
        }

        return found;
    }

    private static bool MakeWeak(Span<byte> image, int need, int strings, string version)
    {
        bool found = false;
        while (true)
        {
            int count = BinaryPrimitives.ReadUInt16LittleEndian(image[(need + 2)..]);
            int auxiliary = need + (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(need + 8)..]);
            for (int i = 0; i < count; i++)
            {
                int name = strings + (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(auxiliary + 8)..]);
                if (Matches(image[name..], version))
                {
                    ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(image[(auxiliary + 4)..]);
                    BinaryPrimitives.WriteUInt16LittleEndian(image[(auxiliary + 4)..], (ushort)(flags | WeakFlag));
                    found = true;
                }

                auxiliary += (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(auxiliary + 12)..]);
            }

            int next = (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(need + 12)..]);
            if (next == 0)
            {
                return found;
            }

            need += next;
        }
    }

    private static bool Matches(ReadOnlySpan<byte> bytes, string text)
    {
        int end = bytes.IndexOf((byte)0);
        return end == text.Length && System.Text.Encoding.ASCII.GetString(bytes[..end]) == text;
    }
}
