using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>Sums over rows that several threads add to, each range of rows its own; the total is taken in the ranges' order.</summary>
internal sealed unsafe class ColumnSums : IDisposable
{
    /// <summary>The fewest rows of a range.</summary>
    internal const int Least = 64;

    /// <summary>The most ranges.</summary>
    internal const int Most = 8;

    private readonly FusedArena arena;
    private readonly (int, long) mark;
    private readonly float* sums; // [ranges, columns]
    private readonly int ranges;
    private readonly int columns;

    /// <param name="arena">Where the sums lie.</param>
    /// <param name="rows">How many rows are summed.</param>
    /// <param name="columns">How many sums there are.</param>
    /// <param name="least">The fewest rows of a range.</param>
    /// <param name="most">The most ranges.</param>
    internal ColumnSums(FusedArena arena, int rows, int columns, int least = Least, int most = Most)
    {
        this.arena = arena;
        this.columns = columns;
        mark = arena.Mark;
        ranges = Runtime.WorkerThreads.Ranges(rows, least, most);
        sums = (float*)arena.Take((long)ranges * columns).Address;
        new Span<float>(sums, ranges * columns).Clear();
    }

    /// <summary>The sums of a range.</summary>
    internal float* this[int range] => sums + ((long)range * columns);

    /// <summary>The sums of all ranges, [columns].</summary>
    internal float* Total()
    {
        Span<float> total = new(sums, columns);
        for (int range = 1; range < ranges; range++)
        {
            TensorPrimitives.Add(total, new ReadOnlySpan<float>(this[range], columns), total);
        }

        return sums;
    }

    public void Dispose() => arena.Release(mark);
}
