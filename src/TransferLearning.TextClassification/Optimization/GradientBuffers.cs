using System.Runtime.Intrinsics;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>
/// The memory of the fused parameters, cut into pieces of a fixed length, which threads work through. What a piece computes does not depend on the
/// thread, and sums are added in the pieces' order: the same bits on any number of threads.
/// </summary>
internal sealed unsafe class GradientBuffers
{
    private const int PieceLength = 1 << 15;
    private const int SerialLength = 1 << 16;

    private readonly ParameterSlot[] slots;
    private readonly Piece[] dense;
    private readonly nint[] parameters;
    private readonly nint[] gradients;
    private readonly List<ParameterSlot> located = [];
    private readonly List<Piece> pieces = [];
    private double[] sums = [];

    internal GradientBuffers(IEnumerable<ParameterSlot> fusedSlots)
    {
        slots = [.. fusedSlots];
        dense = [.. slots.SelectMany((slot, index) => slot.Schedule is null ? Cut(index, (int)slot.Length, PieceLength) : [])];
        parameters = new nint[slots.Length];
        gradients = new nint[slots.Length];
    }

    internal delegate void RangeUpdate(ParameterSlot slot, in ElementRange range);

    /// <summary>Looks up where parameters and gradients lie now; a gradient that is not contiguous is replaced by one that is.</summary>
    /// <returns>The slots that have a gradient; the list is used again by the next call.</returns>
    internal List<ParameterSlot> Locate()
    {
        located.Clear();
        for (int i = 0; i < slots.Length; i++)
        {
            gradients[i] = 0;
            using Tensor? gradient = slots[i].Parameter.grad;
            if (gradient is null)
            {
                continue;
            }

            using Tensor contiguous = gradient.contiguous();
            if (!gradient.is_contiguous())
            {
                slots[i].Parameter.grad = contiguous;
            }

            parameters[i] = (nint)TensorMemory.Pointer(slots[i].Parameter);
            gradients[i] = (nint)TensorMemory.Pointer(contiguous);
            located.Add(slots[i]);
        }

        return located;
    }

    /// <summary>The sum of the squares of all located gradients.</summary>
    internal double SumOfSquares()
    {
        FindPieces(schedule => schedule.Touched);
        if (sums.Length < pieces.Count)
        {
            sums = new double[pieces.Count];
        }

        Array.Clear(sums);
        ForEach((index, slot, start, length) => sums[index] += SumOfSquares((float*)gradients[slot] + start, length));
        return sums.Sum();
    }

    /// <summary>Updates every located parameter, and sets its gradient to zero while it is near.</summary>
    internal void UpdateAndClear(RangeUpdate update)
    {
        FindPieces(schedule => schedule.Active);
        ForEach((_, slot, start, length) =>
        {
            Span<float> gradient = new((float*)gradients[slot] + start, length);
            update(slots[slot], new ElementRange(slots[slot], new Span<float>((float*)parameters[slot] + start, length), gradient, start));
            gradient.Clear();
        });
    }

    /// <summary>Sets every located gradient to zero.</summary>
    internal void Clear()
    {
        FindPieces(schedule => schedule.Touched);
        ForEach((_, slot, start, length) => new Span<float>((float*)gradients[slot] + start, length).Clear());
    }

    private static IEnumerable<Piece> Cut(int slot, int length, int pieceLength)
    {
        for (int start = 0; start < length; start += pieceLength)
        {
            yield return new(slot, start, Math.Min(pieceLength, length - start));
        }
    }

    /// <summary>Sixteen sums in single precision over a short stretch, added up in double precision.</summary>
    private static double SumOfSquares(float* values, int length)
    {
        const int Stretch = 1024;
        double total = 0;
        int i = 0;
        while (i <= length - Vector512<float>.Count)
        {
            Vector512<float> sum = Vector512<float>.Zero;
            for (int end = Math.Min(length, i + Stretch); i <= end - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                Vector512<float> x = Vector512.Load(values + i);
                sum = Vector512.MultiplyAddEstimate(x, x, sum);
            }

            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(sum);
            total += Vector512.Sum(low + high);
        }

        for (; i < length; i++)
        {
            total += (double)values[i] * values[i];
        }

        return total;
    }

    /// <summary>Lists all pieces of the located gradients; of a table whose rows are scheduled, pieces of its list of rows.</summary>
    private void FindPieces(Func<RowSchedule, IReadOnlyList<int>> rowsOf)
    {
        pieces.Clear();
        foreach (Piece piece in dense)
        {
            if (gradients[piece.Slot] != 0)
            {
                pieces.Add(piece);
            }
        }

        for (int i = 0; i < slots.Length; i++)
        {
            if (slots[i].Schedule is { } schedule && gradients[i] != 0)
            {
                IReadOnlyList<int> rows = rowsOf(schedule);
                pieces.AddRange(Cut(i, rows.Count, Math.Max(1, PieceLength / schedule.Columns)).Select(piece => piece with { Rows = rows }));
            }
        }
    }

    private void ForEach(Action<int, int, int, int> body)
    {
        void Run(int index)
        {
            Piece piece = pieces[index];
            if (piece.Rows is null)
            {
                body(index, piece.Slot, piece.Start, piece.Length);
                return;
            }

            int columns = slots[piece.Slot].Schedule!.Columns;
            for (int i = piece.Start; i < piece.Start + piece.Length; i++)
            {
                body(index, piece.Slot, piece.Rows[i] * columns, columns);
            }
        }

        if (pieces.Sum(piece => (long)piece.Length) <= SerialLength)
        {
            for (int i = 0; i < pieces.Count; i++)
            {
                Run(i);
            }
        }
        else
        {
            WorkerThreads.For(pieces.Count, Run);
        }
    }

    /// <summary>A stretch of a slot's elements; where there are rows, a stretch of that list.</summary>
    private readonly record struct Piece(int Slot, int Start, int Length, IReadOnlyList<int>? Rows = null);
}
