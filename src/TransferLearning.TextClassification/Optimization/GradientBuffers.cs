using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>
/// The memory of the fused parameters, cut into chunks of one fixed length, which threads work through. What a chunk computes does not depend on the
/// thread, and sums are added in the chunks' order: the same bits on any number of threads.
/// </summary>
internal sealed unsafe class GradientBuffers
{
    private const int ChunkLength = 1 << 15;
    private const int SerialLength = 1 << 16;

    private readonly ParameterSlot[] slots;
    private readonly (int Slot, int Start, int Length)[] chunks;
    private readonly nint[] parameters;
    private readonly nint[] gradients;
    private readonly double[] sums;
    private readonly long totalLength;

    internal GradientBuffers(IEnumerable<ParameterSlot> fusedSlots)
    {
        slots = [.. fusedSlots];
        chunks = [.. slots.SelectMany((slot, index) => Cut(index, (int)slot.Length))];
        parameters = new nint[slots.Length];
        gradients = new nint[slots.Length];
        sums = new double[chunks.Length];
        totalLength = slots.Sum(slot => slot.Length);
    }

    internal delegate void RangeUpdate(ParameterSlot slot, in ElementRange range);

    /// <summary>Looks up where parameters and gradients lie now; a gradient that is not contiguous is replaced by one that is.</summary>
    /// <returns>The slots that have a gradient.</returns>
    internal List<ParameterSlot> Locate()
    {
        List<ParameterSlot> present = [];
        for (int i = 0; i < slots.Length; i++)
        {
            gradients[i] = 0;
            Tensor? gradient = slots[i].Parameter.grad;
            if (gradient is null)
            {
                continue;
            }

            if (!gradient.is_contiguous())
            {
                gradient = gradient.contiguous();
                slots[i].Parameter.grad = gradient;
            }

            parameters[i] = Address(slots[i].Parameter);
            gradients[i] = Address(gradient);
            present.Add(slots[i]);
        }

        return present;
    }

    /// <summary>The sum of the squares of all located gradients.</summary>
    internal double SumOfSquares()
    {
        ForEachChunk(chunk => sums[chunk] = SumOfSquares(Gradient(chunk)));
        double sum = 0;
        for (int chunk = 0; chunk < chunks.Length; chunk++)
        {
            sum += gradients[chunks[chunk].Slot] == 0 ? 0 : sums[chunk];
        }

        return sum;
    }

    /// <summary>Updates every located parameter.</summary>
    internal void Update(RangeUpdate update) => ForEachChunk(chunk =>
    {
        (int slot, int start, int length) = chunks[chunk];
        Span<float> parameter = new((float*)parameters[slot] + start, length);
        update(slots[slot], new ElementRange(slots[slot], parameter, Gradient(chunk), start));
    });

    /// <summary>Sets every located gradient to zero.</summary>
    internal void Clear() => ForEachChunk(chunk => Gradient(chunk).Clear());

    private static IEnumerable<(int Slot, int Start, int Length)> Cut(int slot, int length)
    {
        for (int start = 0; start < length; start += ChunkLength)
        {
            yield return (slot, start, Math.Min(ChunkLength, length - start));
        }
    }

    private static nint Address(Tensor tensor)
    {
        fixed (byte* start = &MemoryMarshal.GetReference(tensor.bytes))
        {
            return (nint)start;
        }
    }

    /// <summary>Eight sums in double precision, added up at the end.</summary>
    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        Vector256<double> lower = Vector256<double>.Zero;
        Vector256<double> upper = Vector256<double>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.LoadUnsafe(ref first, (nuint)i));
            lower += low * low;
            upper += high * high;
        }

        double sum = Vector256.Sum(lower + upper);
        for (; i < values.Length; i++)
        {
            sum += (double)values[i] * values[i];
        }

        return sum;
    }

    private Span<float> Gradient(int chunk) =>
        new((float*)gradients[chunks[chunk].Slot] + chunks[chunk].Start, chunks[chunk].Length);

    private void ForEachChunk(Action<int> body)
    {
        void Run(int chunk)
        {
            if (gradients[chunks[chunk].Slot] != 0)
            {
                body(chunk);
            }
        }

        if (totalLength <= SerialLength || Environment.ProcessorCount == 1)
        {
            for (int chunk = 0; chunk < chunks.Length; chunk++)
            {
                Run(chunk);
            }
        }
        else
        {
            Parallel.For(0, chunks.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, Run);
        }
    }
}
