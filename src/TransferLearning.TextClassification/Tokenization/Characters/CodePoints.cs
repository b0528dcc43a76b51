using System.Text.Unicode;

namespace TransferLearning.TextClassification.Tokenization.Characters;

/// <summary>UTF-16 as code points.</summary>
internal static class CodePoints
{
    /// <summary>The code point at an index; a lone surrogate reads as U+FFFD.</summary>
    internal static int At(ReadOnlySpan<char> text, int index, out int length)
    {
        char first = text[index];
        length = 1;
        if (!char.IsSurrogate(first))
        {
            return first;
        }

        if (index + 1 < text.Length && char.IsSurrogatePair(first, text[index + 1]))
        {
            length = 2;
            return char.ConvertToUtf32(first, text[index + 1]);
        }

        return 0xFFFD;
    }

    /// <summary>Writes text as UTF-8, a lone surrogate as U+FFFD; unlike the framework's encoding it allocates nothing for one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">At least three bytes for each unit.</param>
    /// <returns>How many bytes.</returns>
    internal static int WriteUtf8(ReadOnlySpan<char> text, Span<byte> destination)
    {
        Utf8.FromUtf16(text, destination, out _, out int written);
        return written;
    }

    /// <summary>How many code points a text has, lone surrogates among them.</summary>
    internal static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int index = 0; index < text.Length; count++)
        {
            At(text, index, out int length);
            index += length;
        }

        return count;
    }
}
