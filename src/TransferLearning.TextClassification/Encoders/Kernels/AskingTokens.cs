namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>The tokens of a text that ask, by their places within the text: all of them, or one.</summary>
internal readonly ref struct AskingTokens
{
    private readonly int rowOfFirst;

    /// <param name="chosen">For each text of the batch the token that asks, counted from the batch's first; empty: all ask.</param>
    /// <param name="text">The text's number.</param>
    /// <param name="first">Its first token.</param>
    /// <param name="length">How many it has.</param>
    internal AskingTokens(ReadOnlySpan<int> chosen, int text, int first, int length)
    {
        (First, End, rowOfFirst) = chosen.IsEmpty ? (0, length, first) : (chosen[text] - first, chosen[text] - first + 1, text);
    }

    internal int First { get; }

    internal int End { get; }

    internal int Count => End - First;

    /// <summary>Where the query and the output of a place lie.</summary>
    internal int RowOf(int place) => rowOfFirst + place - First;
}
