using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>
/// Outputs of one or several linear blocks of the same input as one product. In bfloat16 it holds a rounded copy of the weights, in float32 it uses the parameters; where
/// nothing is trained, products in float32 and those of few rows are kernels of our own, on a copy of the weights in panels.
/// </summary>
internal sealed unsafe class FusedLinear<T, TElement> : IDisposable
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private const int FewRows = 40; // up to here our own product, which computes in float32, is faster than libtorch's in bfloat16

    private readonly LinearRows[] parts;
    private readonly int[] firsts; // the first output of each part
    private readonly float[] bias; // [outputs], pinned
    private readonly Lock sync = new();
    private Tensor? low; // bfloat16 [outputs, inputs], once it is needed
    private WeightPanels<T, TElement>? panels; // once they are needed

    internal FusedLinear(params LinearRows[] parts)
    {
        this.parts = parts;
        Inputs = (int)parts[0].Block.Weight.shape[1];
        firsts = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            firsts[i] = Outputs;
            Outputs += parts[i].Count;
        }

        bias = GC.AllocateArray<float>(Outputs, pinned: true);
        Refresh();
    }

    internal int Inputs { get; }

    internal int Outputs { get; }

    /// <summary>Whether any of the blocks has a bias.</summary>
    internal bool HasBias => parts.Any(part => part.Block.Bias is not null);

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
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Block.Bias is { } values)
            {
                TensorMemory.Floats(values).Slice(parts[i].First, parts[i].Count).CopyTo(bias.AsSpan(firsts[i]));
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

        for (int i = 0; i < parts.Length; i++)
        {
            using Tensor weight = OfPart(parts[i].Block.Weight, i);
            using Tensor transposed = weight.t();
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

        for (int i = 0; i < parts.Length; i++)
        {
            using Tensor weight = OfPart(parts[i].Block.Weight, i);
            Multiply(Part(outputGradient, i), weight, inputGradient.Padded, keep: i == 0 ? 0 : 1);
        }
    }

    /// <summary>Adds outputGradientᵀ input to the gradients of the weights.</summary>
    internal void BackwardWeight(FusedMatrix<T> outputGradient, FusedMatrix<T> input, FusedArena arena)
    {
        if (!IsLow)
        {
            for (int i = 0; i < parts.Length; i++)
            {
                int part = i;
                Lanes.InTurn(() =>
                {
                    if (ParameterGradient.Tensor(parts[part].Block.Weight) is { } whole)
                    {
                        OfPart(whole, part).addmm_(Part(outputGradient, part).t(), input.Padded, beta: 1, alpha: 1);
                    }
                }, parts[part].Block.Weight);
            }

            return;
        }

        if (!parts.Any(part => part.Block.Weight.requires_grad))
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

        for (int i = 0; i < parts.Length; i++)
        {
            int part = i;
            Lanes.InTurn(() =>
            {
                float* whole = ParameterGradient.Pointer(parts[part].Block.Weight);
                if (whole != null)
                {
                    Accumulate(gradient.Pointer + ((long)firsts[part] * Inputs), whole + ((long)parts[part].First * Inputs), parts[part].Count);
                }
            }, parts[part].Block.Weight);
        }

        arena.Release(mark);
    }

    /// <summary>Adds the column sums of an output's gradient to the gradients of the biases.</summary>
    internal void BackwardBias(float* sums)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            ParameterGradient.Add(parts[i].Block.Bias, sums + firsts[i], parts[i].First, parts[i].Count);
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
            for (int i = 0; i < parts.Length; i++)
            {
                Rounding<T, TElement>.Round(FirstWeight(i), (T*)start + ((long)firsts[i] * Inputs), parts[i].Count * Inputs);
            }
        }
    }

    /// <summary>Where the weights of an output begin.</summary>
    private nint RowOf(int output)
    {
        int part = parts.Length - 1;
        while (firsts[part] > output)
        {
            part--;
        }

        return (nint)(FirstWeight(part) + ((long)(output - firsts[part]) * Inputs));
    }

    private float* FirstWeight(int part) => TensorMemory.Pointer(parts[part].Block.Weight) + ((long)parts[part].First * Inputs);

    private void Accumulate(T* gradient, float* sum, int rows)
    {
        WorkerThreads.ForRanges(rows, 32, 64, (_, begin, end) =>
            BiasActivation<T, TElement>.Accumulate(gradient + ((long)begin * Inputs), sum + ((long)begin * Inputs), (end - begin) * Inputs));
    }

    /// <summary>result = keep · result + left right.</summary>
    private static void Multiply(Tensor left, Tensor right, Tensor result, float keep = 0) => result.addmm_(left, right, beta: keep, alpha: 1);

    /// <summary>Rows of a weight or its gradient.</summary>
    private Tensor OfPart(Tensor weight, int part) => weight.narrow(0, parts[part].First, parts[part].Count);

    private Tensor Part(FusedMatrix<T> matrix, int part) =>
        parts.Length == 1 ? matrix.Padded : matrix.Padded.narrow(1, firsts[part], parts[part].Count);
}
