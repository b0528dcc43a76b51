using System.Text;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>The visible character that stands for each byte in a byte-level vocabulary.</summary>
internal static class ByteAlphabet
{
    private static readonly char[] CharacterOfByte = MakeCharacters();
    private static readonly Dictionary<int, byte> ByteOfCharacter = Enumerable.Range(0, 256).ToDictionary(value => (int)CharacterOfByte[value], value => (byte)value);

    /// <summary>The character of each byte.</summary>
    internal static ReadOnlySpan<char> Characters => CharacterOfByte;

    /// <summary>Writes the characters of a code point's bytes; returns how many.</summary>
    internal static int Expand(int codePoint, Span<int> destination)
    {
        Span<byte> utf8 = stackalloc byte[4];
        int count = new Rune(codePoint).EncodeToUtf8(utf8);
        for (int index = 0; index < count; index++)
        {
            destination[index] = CharacterOfByte[utf8[index]];
        }

        return count;
    }

    /// <summary>Adds the bytes that a token's characters stand for; its own UTF-8 where one stands for none.</summary>
    internal static void AddBytes(string token, List<byte> bytes)
    {
        int before = bytes.Count;
        foreach (char character in token)
        {
            if (!ByteOfCharacter.TryGetValue(character, out byte value))
            {
                bytes.RemoveRange(before, bytes.Count - before);
                bytes.AddRange(Encoding.UTF8.GetBytes(token));
                return;
            }

            bytes.Add(value);
        }
    }

    // Bytes that Latin-1 shows stand for themselves, the others in their order for the characters from U+0100.
    private static char[] MakeCharacters()
    {
        char[] characters = new char[256];
        char next = '\u0100';
        for (int value = 0; value < characters.Length; value++)
        {
            bool isShown = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = isShown ? (char)value : next++;
        }

        return characters;
    }
}
