using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>
/// One or several linear blocks of the same input as one product. In bfloat16 it holds a rounded copy of the weights, in float32 it uses the parameters; where
/// nothing is trained, products in float32 and those of few rows are kernels of our own, on a copy of the weights in panels.
/// </summary>
internal sealed unsafe class FusedLinear<T, TElement> : IDisposable
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private const int FewRows = 40; // up to here our own product, which computes in float32, is faster than libtorch's in bfloat16

    private readonly LinearBlock[] blocks;
    private readonly int[] firsts; // the first output of each block
    private readonly float[] bias; // [outputs], pinned
    private readonly Lock sync = new();
    private Tensor? low; // bfloat16 [outputs, inputs], once it is needed
    private WeightPanels<T, TElement>? panels; // once they are needed

    internal FusedLinear(params LinearBlock[] blocks)
    {
        this.blocks = blocks;
        Inputs = (int)blocks[0].Weight.shape[1];
        firsts = new int[blocks.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            firsts[i] = Outputs;
            Outputs += (int)blocks[i].Weight.shape[0];
        }

        bias = GC.AllocateArray<float>(Outputs, pinned: true);
        Refresh();
    }

    internal int Inputs { get; }

    internal int Outputs { get; }

    /// <summary>Whether any of the blocks has a bias.</summary>
    internal bool HasBias => blocks.Any(block => block.Bias is not null);

    /// <summary>[outputs]; zeros of a block without a bias.</summary>
    internal float* Bias
    {
        get
        {
            fixed (float* start = bias)
            {
                return start; // pinned for good
            }
        }
    }

    private static bool IsLow => typeof(T) != typeof(float);

    /// <summary>Takes over the parameters' values.</summary>
    internal void Refresh()
    {
        panels = null;
        using var scope = NewDisposeScope();
        for (int i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Bias is { } values)
            {
                TensorMemory.Floats(values).CopyTo(bias.AsSpan(firsts[i]));
            }
        }

        if (low is not null)
        {
            Round(low);
        }
    }

    /// <summary>output = input Wᵀ, without the bias.</summary>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="output">[rows, outputs], written.</param>
    /// <param name="trains">Whether the weights change after each pass, so that laying them out anew does not pay.</param>
    internal void Forward(FusedMatrix<T> input, FusedMatrix<T> output, bool trains)
    {
        if (!trains && (!IsLow || input.PaddedRows <= FewRows))
        {
            Panels().Multiply(input.Pointer, output.Pointer, input.PaddedRows);
            return;
        }

        if (IsLow)
        {
            using Tensor transposed = Low().t();
            Multiply(input.Padded, transposed, output.Padded);
            return;
        }

        for (int i = 0; i < blocks.Length; i++)
        {
            using Tensor transposed = blocks[i].Weight.t();
            Multiply(input.Padded, transposed, Part(output, i));
        }
    }

    /// <summary>inputGradient = outputGradient W.</summary>
    internal void BackwardInput(FusedMatrix<T> outputGradient, FusedMatrix<T> inputGradient)
    {
        if (IsLow)
        {
            Multiply(outputGradient.Padded, Low(), inputGradient.Padded);
            return;
        }

        for (int i = 0; i < blocks.Length; i++)
        {
            Multiply(Part(outputGradient, i), blocks[i].Weight, inputGradient.Padded, keep: i == 0 ? 0 : 1);
        }
    }

    /// <summary>Adds outputGradientᵀ input to the gradients of the weights.</summary>
    internal void BackwardWeight(FusedMatrix<T> outputGradient, FusedMatrix<T> input, FusedArena arena)
    {
        if (!IsLow)
        {
            for (int i = 0; i < blocks.Length; i++)
            {
                int block = i;
                Lanes.InTurn(() => ParameterGradient.Tensor(blocks[block].Weight)?.addmm_(Part(outputGradient, block).t(), input.Padded, beta: 1, alpha: 1));
            }

            return;
        }

        if (!blocks.Any(block => block.Weight.requires_grad))
        {
            return;
        }

        (int, long) mark = arena.Mark;
        FusedMatrix<T> gradient = new(arena, Outputs, Inputs);
        using (Tensor product = gradient.NewTensor())
        using (Tensor transposed = outputGradient.Padded.t())
        {
            Multiply(transposed, input.Padded, product);
        }

        Lanes.InTurn(() =>
        {
            for (int i = 0; i < blocks.Length; i++)
            {
                Accumulate(gradient.Pointer + ((long)firsts[i] * Inputs), ParameterGradient.Pointer(blocks[i].Weight), OutputsOf(i));
            }
        });
        arena.Release(mark);
    }

    /// <summary>Adds the column sums of an output's gradient to the gradients of the biases.</summary>
    internal void BackwardBias(float* sums)
    {
        for (int i = 0; i < blocks.Length; i++)
        {
            ParameterGradient.Add(blocks[i].Bias, sums + firsts[i]);
        }
    }

    public void Dispose() => low?.Dispose();

    private WeightPanels<T, TElement> Panels()
    {
        lock (sync)
        {
            return panels ??= new WeightPanels<T, TElement>(Inputs, Outputs, RowOf);
        }
    }

    private Tensor Low()
    {
        lock (sync)
        {
            if (low is null)
            {
                low = empty(Outputs, Inputs, ScalarType.BFloat16, CPU).DetachFromDisposeScope();
                Round(low);
            }

            return low;
        }
    }

    private void Round(Tensor rounded)
    {
        fixed (byte* start = rounded.bytes)
        {
            for (int i = 0; i < blocks.Length; i++)
            {
                Rounding<T, TElement>.Round(TensorMemory.Pointer(blocks[i].Weight), (T*)start + ((long)firsts[i] * Inputs), OutputsOf(i) * Inputs);
            }
        }
    }

    /// <summary>Where the weights of an output begin.</summary>
    private nint RowOf(int output)
    {
        int block = blocks.Length - 1;
        while (firsts[block] > output)
        {
            block--;
        }

        return (nint)(TensorMemory.Pointer(blocks[block].Weight) + ((long)(output - firsts[block]) * Inputs));
    }

    private void Accumulate(T* gradient, float* sum, int rows)
    {
        if (sum != null)
        {
            WorkerThreads.ForRanges(rows, 32, 64, (_, begin, end) =>
                BiasActivation<T, TElement>.Accumulate(gradient + ((long)begin * Inputs), sum + ((long)begin * Inputs), (end - begin) * Inputs));
        }
    }

    /// <summary>result = keep · result + left right.</summary>
    private static void Multiply(Tensor left, Tensor right, Tensor result, float keep = 0) => result.addmm_(left, right, beta: keep, alpha: 1);

    private int OutputsOf(int block) => (block + 1 < firsts.Length ? firsts[block + 1] : Outputs) - firsts[block];

    private Tensor Part(FusedMatrix<T> matrix, int block) =>
        blocks.Length == 1 ? matrix.Padded : matrix.Padded.narrow(1, firsts[block], OutputsOf(block));
}
