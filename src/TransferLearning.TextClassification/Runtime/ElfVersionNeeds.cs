using System.Buffers.Binary;
using System.Text;

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
        List<int> needs = Find(image, version);
        foreach (int need in needs)
        {
            Span<byte> flags = image[(need + 4)..];
            BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | WeakFlag));
        }

        return needs.Count > 0;
    }

    /// <summary>Asks for <paramref name="older"/> wherever <paramref name="version"/> is needed: for symbols that both have.</summary>
    /// <param name="image">The library's bytes; changed in place.</param>
    /// <param name="version">A version name.</param>
    /// <param name="older">The name of a version that the library needs as well.</param>
    /// <returns>Whether the library needs both versions.</returns>
    internal static bool Replace(Span<byte> image, string version, string older)
    {
        List<int> needs = Find(image, version);
        List<int> others = Find(image, older);
        if (others.Count == 0)
        {
            return false;
        }

        foreach (int need in needs)
        {
            image.Slice(others[0], 4).CopyTo(image[need..]); // the hash of the name
            image.Slice(others[0] + 8, 4).CopyTo(image[(need + 8)..]); // the name
        }

        return needs.Count > 0;
    }

    /// <summary>Where the needs for a version stand: the offsets of their auxiliary entries.</summary>
    private static List<int> Find(ReadOnlySpan<byte> image, string version)
    {
        List<int> found = [];
        if (image.Length < 64 || !image[..4].SequenceEqual("\u007fELF"u8) || image[4] != 2 || image[5] != 1)
        {
            return found;
        }

        int sections = (int)BinaryPrimitives.ReadInt64LittleEndian(image[0x28..]);
        int sectionSize = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3a..]);
        int sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3c..]);
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
            AddMatches(image, offset, strings, version, found);
        }

        return found;
    }

    private static void AddMatches(ReadOnlySpan<byte> image, int need, int strings, string version, List<int> found)
    {
        while (true)
        {
            int count = BinaryPrimitives.ReadUInt16LittleEndian(image[(need + 2)..]);
            int auxiliary = need + (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(need + 8)..]);
            for (int i = 0; i < count; i++)
            {
                int name = strings + (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(auxiliary + 8)..]);
                if (Matches(image[name..], version))
                {
                    found.Add(auxiliary);
                }

                auxiliary += (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(auxiliary + 12)..]);
            }

            int next = (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(need + 12)..]);
            if (next == 0)
            {
                return;
            }

            need += next;
        }
    }

    private static bool Matches(ReadOnlySpan<byte> bytes, string text)
    {
        int end = bytes.IndexOf((byte)0);
        return end == text.Length && Encoding.ASCII.GetString(bytes[..end]) == text;
    }
}
