using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.Subword;

/// <summary>What one thread needs while a model cuts words into pieces: kept for the next text.</summary>
internal sealed class SubwordScratch : TokenScratch
{
    private byte[] word = new byte[256];
    private int[] symbolIds = new int[64];
    private int[] symbolLengths = new int[64];
    private int[] symbolLinks = new int[64];
    private int[] previousSymbols = [];
    private double[] scores = new double[257];
    private int[] origins = new int[257];
    private int[] pathIds = new int[257];

    /// <summary>The pieces of short words seen lately.</summary>
    internal WordCache Cache { get; } = new();

    /// <summary>A text on its way from the normalizer to the model.</summary>
    internal AlignedText Text { get; } = new();

    /// <summary>Pairs of symbols that may be joined, those joined first in front.</summary>
    internal PriorityQueue<int, long> Joins { get; } = new();

    /// <summary>The bytes of the word that each piece found stands for, where they are wanted.</summary>
    internal List<(int Start, int End)>? Spans { get; private set; }

    /// <summary>Where the next piece begins in the word.</summary>
    private int Position { get; set; }

    /// <summary>Begins a word whose pieces' spans are wanted, or ends that with null.</summary>
    internal void Collect(List<(int Start, int End)>? spans)
    {
        spans?.Clear();
        Spans = spans;
        Position = 0;
    }

    /// <summary>Adds a piece that stands for the next bytes of the word.</summary>
    internal void AddPiece(int id, int length)
    {
        AddPart(id, length);
        Position += length;
    }

    /// <summary>Adds one of several pieces that stand for the same bytes; <see cref="Skip"/> follows the last.</summary>
    internal void AddPart(int id, int length)
    {
        Add(id);
        Spans?.Add((Position, Position + length));
    }

    /// <summary>Adds the pieces of a word that was seen lately.</summary>
    internal void AddCached(ref WordCache.Slot slot)
    {
        if (slot.Count == 1)
        {
            Add(slot.Ids[0]);
        }
        else
        {
            Add(((ReadOnlySpan<int>)slot.Ids)[..slot.Count]);
        }
    }

    /// <summary>Goes on in the word.</summary>
    internal void Skip(int length) => Position += length;

    /// <summary>Room for a word of <paramref name="length"/> bytes; what it holds is kept.</summary>
    internal Span<byte> Word(int length)
    {
        if (word.Length < length)
        {
            Array.Resize(ref word, Math.Max(2 * word.Length, length));
        }

        return word;
    }

    /// <summary>Room for the symbols of a word: ids, lengths, and links from one to the next.</summary>
    internal void Symbols(int count, out Span<int> ids, out Span<int> lengths, out Span<int> links)
    {
        if (symbolIds.Length < count)
        {
            int size = Math.Max(2 * symbolIds.Length, count);
            (symbolIds, symbolLengths, symbolLinks) = (new int[size], new int[size], new int[size]);
        }

        ids = symbolIds;
        lengths = symbolLengths;
        links = symbolLinks;
    }

    /// <summary>Room for links from each symbol to the one before.</summary>
    internal Span<int> PreviousSymbols(int count)
    {
        if (previousSymbols.Length < count)
        {
            previousSymbols = new int[Math.Max(2 * previousSymbols.Length, count)];
        }

        return previousSymbols;
    }

    /// <summary>Room for the best paths to each of <paramref name="count"/> places: score, where the last piece begins, its id.</summary>
    internal void Paths(int count, out Span<double> bestScores, out Span<int> bestOrigins, out Span<int> bestIds)
    {
        if (scores.Length < count)
        {
            int size = Math.Max(2 * scores.Length, count);
            (scores, origins, pathIds) = (new double[size], new int[size], new int[size]);
        }

        bestScores = scores.AsSpan(0, count);
        bestOrigins = origins.AsSpan(0, count);
        bestIds = pathIds.AsSpan(0, count);
    }
}
