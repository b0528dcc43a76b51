namespace TransferLearning.TextClassification.Tokenization;

/// <summary>How many tokens of each text are kept, as Hugging Face tokenizers decides it.</summary>
internal static class Truncation
{
    /// <summary>The kept lengths of a pair.</summary>
    /// <param name="first">Tokens of the first text.</param>
    /// <param name="second">Tokens of the second text.</param>
    /// <param name="maximum">The most that both may have together, without special tokens.</param>
    /// <param name="strategy">Which text is cut.</param>
    /// <returns>The lengths, or null where cutting the first text alone cannot suffice.</returns>
    internal static (int First, int Second)? Cut(int first, int second, int maximum, TruncationStrategy strategy)
    {
        if (first + second <= maximum)
        {
            return (first, second);
        }

        if (strategy == TruncationStrategy.OnlyFirst)
        {
            int excess = first + second - maximum;
            return first > excess ? (first - excess, second) : null;
        }

        bool isSwapped = first > second;
        int shorter = Math.Min(first, second);
        int longer = shorter > maximum ? shorter : Math.Max(shorter, maximum - shorter);
        if (shorter + longer > maximum)
        {
            shorter = maximum / 2;
            longer = shorter + (maximum % 2);
        }

        return isSwapped ? (Math.Min(longer, first), Math.Min(shorter, second)) : (Math.Min(shorter, first), Math.Min(longer, second));
    }
}
