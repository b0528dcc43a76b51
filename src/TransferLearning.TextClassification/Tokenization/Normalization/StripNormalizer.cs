using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>Removes whitespace at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : TextNormalizer
{
    internal override bool IsLocal => true; // words have none

    internal override void Apply(AlignedText text)
    {
        int start = 0;
        while (left && start < text.Count && UnicodeData.Is(text[start], UnicodeTraits.Whitespace))
        {
            start++;
        }

        int end = text.Count;
        while (right && end > start && UnicodeData.Is(text[end - 1], UnicodeTraits.Whitespace))
        {
            end--;
        }

        text.Cut(start, end);
    }
}
