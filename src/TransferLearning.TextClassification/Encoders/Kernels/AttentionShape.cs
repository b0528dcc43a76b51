namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>What a packed self-attention computes.</summary>
/// <param name="Heads">Number of heads.</param>
/// <param name="HeadSize">Size of one head's query, key and value.</param>
/// <param name="Scale">What the scores are multiplied by before the softmax.</param>
/// <param name="Causal">Whether a token sees only itself and what precedes it.</param>
/// <param name="Window">A token sees at most so many tokens to each side; null: all.</param>
internal readonly record struct AttentionShape(int Heads, int HeadSize, float Scale, bool Causal = false, int? Window = null)
{
    /// <summary>How many heads ahead memory is asked for: one is too late for short texts.</summary>
    private const int HeadsAhead = 2;

    /// <summary>Elements of one token's output; its query, key and value have three times as many.</summary>
    internal int Hidden => Heads * HeadSize;

    /// <summary>The head size rounded up to whole vectors.</summary>
    internal int PaddedHeadSize => (HeadSize + KernelVector.Width - 1) & -KernelVector.Width;

    /// <summary>The keys that at least one of the queries sees, from an even one on.</summary>
    internal (int First, int End) Keys(int firstQuery, int endQuery, int length)
    {
        int first = Window is { } before ? Math.Max(0, firstQuery - before) & ~1 : 0;
        int end = Causal ? endQuery : Window is { } after ? (int)Math.Min(length, (long)endQuery + after) : length;
        return (first, end);
    }

    /// <summary>Whether all of the queries see the key.</summary>
    internal bool SeenByAll(int key, int firstQuery, int endQuery) =>
        (!Causal || key <= firstQuery) && (Window is not { } window || (key >= endQuery - 1 - window && key <= (long)firstQuery + window));

    /// <summary>
    /// From an element of a head to that of the head that comes some heads later, in the same row or in that of the next text: memory asked for there is on its way
    /// when that head's turn comes.
    /// </summary>
    internal int Ahead(int head, int length, int rowStride)
    {
        int lead = Math.Min(HeadsAhead, Heads);
        return (lead * HeadSize) + (head + lead < Heads ? 0 : (length * rowStride) - Hidden);
    }
}
