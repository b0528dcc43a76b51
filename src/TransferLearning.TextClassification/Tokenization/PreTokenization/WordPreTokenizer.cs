using TransferLearning.TextClassification.Tokenization.Characters;
using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.PreTokenization;

/// <summary>Runs of word characters and runs of others, whitespace left out.</summary>
internal sealed class WordPreTokenizer : TextPreTokenizer
{
    internal override void Split(AlignedText part, List<AlignedText> words)
    {
        List<(int, int)> runs = [];
        for (int start = 0; start < part.Count;)
        {
            UnicodeTraits kind = Kind(part[start]);
            int end = start + 1;
            while (end < part.Count && Kind(part[end]) == kind)
            {
                end++;
            }

            if (kind != UnicodeTraits.Whitespace)
            {
                runs.Add((start, end));
            }

            start = end;
        }

        Splitting.Split(part, runs, SplitBehavior.Removed, isInverted: true, words);
    }

    private static UnicodeTraits Kind(int codePoint)
    {
        UnicodeTraits traits = UnicodeData.Traits(codePoint);
        return (traits & UnicodeTraits.Word) != 0 ? UnicodeTraits.Word : traits & UnicodeTraits.Whitespace;
    }
}
