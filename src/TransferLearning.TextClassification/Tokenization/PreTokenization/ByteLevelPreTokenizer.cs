using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.PreTokenization;

/// <summary>GPT-2's: words with the space before them, each byte as a visible character.</summary>
internal sealed class ByteLevelPreTokenizer(bool addsPrefixSpace, bool splits) : TextPreTokenizer
{
    internal bool AddsPrefixSpace => addsPrefixSpace;

    /// <summary>Whether it cuts words, rather than only writing bytes.</summary>
    internal bool Splits => splits;

    internal override void Split(AlignedText part, List<AlignedText> words)
    {
        if (addsPrefixSpace && part.Count > 0 && part[0] != ' ')
        {
            part.Prepend([' ']);
        }

        int before = words.Count;
        if (splits)
        {
            ReadOnlySpan<char> units = part.ToUtf16(out ReadOnlySpan<int> indexOfUnit);
            List<(int, int)> places = [];
            for (int start = 0; start < units.Length;)
            {
                int end = ByteLevelWords.End(units, start);
                places.Add((indexOfUnit[start], indexOfUnit[end]));
                start = end;
            }

            Splitting.Split(part, places, SplitBehavior.Isolated, false, words);
        }
        else
        {
            words.Add(part);
        }

        foreach (AlignedText word in words.Skip(before))
        {
            word.Expand(ByteAlphabet.Expand);
        }
    }
}
