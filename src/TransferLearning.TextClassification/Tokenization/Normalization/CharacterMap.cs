using System.Buffers.Binary;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>SentencePiece's precompiled character map: a double-array trie over UTF-8 and the strings that it leads to. Immutable.</summary>
internal sealed class CharacterMap
{
    private readonly uint[] units;
    private readonly byte[] replacements;

    private CharacterMap(uint[] units, byte[] replacements)
    {
        this.units = units;
        this.replacements = replacements;
    }

    /// <summary>Reads a map: the size of the trie in four bytes, the trie, then strings that end with a zero byte.</summary>
    /// <param name="bytes">The map.</param>
    /// <param name="path">The file that holds it, for errors.</param>
    /// <exception cref="CheckpointException">The sizes do not fit.</exception>
    internal static CharacterMap Read(ReadOnlySpan<byte> bytes, string path)
    {
        uint size = bytes.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (size > bytes.Length - 4 || size % 4 != 0 || size == 0)
        {
            throw TokenizerJsonFile.Error(path, $"has a precompiled character map of {bytes.Length} bytes that says its trie takes {size}; download it again.");
        }

        uint[] units = new uint[size / 4];
        for (int index = 0; index < units.Length; index++)
        {
            units[index] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 + (4 * index))..]);
        }

        return new CharacterMap(units, bytes[(4 + (int)size)..].ToArray());
    }

    /// <summary>Finds the shortest or longest key that <paramref name="text"/> begins with.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="takesShortest">Whether the search ends at the first key.</param>
    /// <param name="length">The key's length in bytes.</param>
    /// <param name="replacement">What it becomes, UTF-8.</param>
    internal bool TryFind(ReadOnlySpan<byte> text, bool takesShortest, out int length, out ReadOnlySpan<byte> replacement)
    {
        length = 0;
        int value = -1;
        uint at = Offset(units[0]);
        for (int index = 0; index < text.Length && text[index] != 0; index++)
        {
            if (!TryStep(ref at, text[index], out bool isKey))
            {
                break;
            }

            if (isKey && at < units.Length)
            {
                value = (int)(units[at] & 0x7FFFFFFF);
                length = index + 1;
                if (takesShortest)
                {
                    break;
                }
            }
        }

        replacement = default;
        if (value < 0 || value > replacements.Length)
        {
            return false;
        }

        replacement = replacements.AsSpan(value);
        int end = replacement.IndexOf((byte)0);
        replacement = end < 0 ? replacement : replacement[..end];
        return true;
    }

    /// <summary>Whether a key begins with a text, or a text with a key.</summary>
    internal bool Touches(ReadOnlySpan<byte> text)
    {
        uint at = Offset(units[0]);
        foreach (byte value in text)
        {
            if (!TryStep(ref at, value, out bool isKey))
            {
                return false;
            }

            if (isKey)
            {
                return true;
            }
        }

        return true;
    }

    private bool TryStep(ref uint at, byte value, out bool isKey)
    {
        at ^= value;
        if (at >= units.Length || (units[at] & 0x800000FF) != value)
        {
            isKey = false;
            return false;
        }

        uint unit = units[at];
        at ^= Offset(unit);
        isKey = (unit & 0x100) != 0;
        return true;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);
}
