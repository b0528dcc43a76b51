using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>The pass for one kind of numbers: the tape, and the states that tensors stand for.</summary>
internal sealed unsafe class FusedPass<T, TElement>(FusedEngine<T, TElement> engine, FusedMemory memory, bool needsGradients, bool recomputes) : FusedPass
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private readonly Dictionary<Tensor, FusedState<T>> states = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, FusedDistanceBias> biases = new(ReferenceEqualityComparer.Instance);
    private readonly List<Action> tape = [];

    /// <summary>What the pass computes in.</summary>
    internal FusedMemory Memory => memory;

    /// <summary>Whether a backward pass will come.</summary>
    internal bool NeedsGradients => needsGradients;

    /// <summary>Whether a layer keeps what its backward pass reads; else that computes it again.</summary>
    internal bool KeepsAll => needsGradients && !recomputes;

    internal override Tensor Layer(PostNormParts parts, Tensor input, Tensor? distanceBiases, TokenBatch batch, ForwardContext context, Tensor? chosen)
    {
        using IDisposable noGradients = no_grad();
        LayerWeights<T, TElement> weights = engine.WeightsOf(parts, () => new(parts.QueryKeyValue, parts.Output, parts.FeedForward.Inner, parts.FeedForward.Outer));
        FusedDistanceBias? bias = distanceBiases is null ? null : EnterBiases(distanceBiases);
        return new FusedLayer<T, TElement>(this, parts, weights, Enter(input), bias, batch, context, RowsOf(chosen)).Forward();
    }

    internal override Tensor PreNormLayer(PreNormParts parts, Tensor input, RotaryAngles? angles, TokenBatch batch, ForwardContext context, Tensor? chosen)
    {
        using IDisposable noGradients = no_grad();
        LayerWeights<T, TElement> weights = engine.WeightsOf(parts, () => new([parts.QueryKeyValue], parts.Output, parts.Inner, parts.Outer));
        return new FusedPreNormLayer<T, TElement>(this, parts, weights, Enter(input), angles, batch, context, RowsOf(chosen)).Forward();
    }

    internal override Tensor Embed(IReadOnlyList<(EmbeddingBlock Table, Tensor Ids)> tables, LayerNormBlock? norm, double dropout, ForwardContext context)
    {
        using IDisposable noGradients = no_grad();
        return new FusedEmbedding<T, TElement>(this, tables, norm, dropout, context).Forward();
    }

    internal override void Backward()
    {
        using IDisposable noGradients = no_grad();
        for (int i = tape.Count - 1; i >= 0; i--)
        {
            tape[i]();
        }
    }

    public override void Dispose() => engine.TakeBack(memory);

    /// <summary>Adds what the backward pass does; it runs in reverse order.</summary>
    internal void Record(Action backward)
    {
        if (needsGradients)
        {
            tape.Add(backward);
        }
    }

    internal FusedMatrix<T> NewProduct(int rows, int columns) => new(memory.Products, rows, columns);

    internal FusedMatrix<float> NewFloats(int rows, int columns) => new(memory.States, rows, columns);

    /// <summary>A new state to write.</summary>
    internal FusedState<T> NewState(int rows, int columns)
    {
        FusedMatrix<float> full = NewFloats(rows, columns);
        return new FusedState<T>
        {
            Full = full,
            Low = full as FusedMatrix<T> ?? NewProduct(rows, columns),
            Normalized = needsGradients ? NewProduct(rows, columns) : null,
            Deviation = needsGradients ? NewFloats(1, rows) : null,
        };
    }

    /// <summary>A new state that no product is made of yet.</summary>
    internal FusedState<T> NewFullState(int rows, int columns) => new() { Full = NewFloats(rows, columns) };

    /// <summary>The state in the numbers of the products.</summary>
    internal FusedMatrix<T> LowOf(FusedState<T> state)
    {
        if (state.Low is null)
        {
            FusedMatrix<float> full = state.Full.ClearPadding();
            state.Low = full as FusedMatrix<T> ?? NewProduct(full.Rows, full.Columns).ClearPadding();
            if (!ReferenceEquals(state.Low, full))
            {
                Rounding<T, TElement>.Round(full.Pointer, state.Low.Pointer, full.Rows * full.Columns);
            }
        }

        return state.Low;
    }

    /// <summary>The whole gradient of a state in float32, which may be overwritten.</summary>
    internal float* TakeGradient(FusedState<T> state)
    {
        (nint gradient, nint low) = GradientOf(state);
        if (gradient != 0 && low == 0)
        {
            return (float*)gradient;
        }

        FusedMatrix<float> sum = NewFloats(state.Full.Rows, state.Full.Columns);
        EmbeddingRows.DropBackward<T, TElement>((float*)gradient, (T*)low, default, sum.Pointer, 0, state.Full.Rows, state.Full.Columns);
        return sum.Pointer;
    }

    /// <summary>Hands a state to the rest of the model: a leaf that collects its gradient.</summary>
    internal Tensor Leave(FusedState<T> state)
    {
        Tensor tensor = state.Full.NewTensor();
        tensor.requires_grad = needsGradients;
        state.Tensor = tensor;
        states.Add(tensor, state);
        return tensor;
    }

    /// <summary>The whole gradient of a state: what blocks have left, and what its tensor has collected.</summary>
    /// <returns>A part in float32, which may be overwritten, and one in the numbers of the products; either may be null.</returns>
    internal (nint Gradient, nint LowGradient) GradientOf(FusedState<T> state)
    {
        if (state.Tensor?.grad is { } collected)
        {
            Span<float> values = TensorMemory.Floats(collected.contiguous());
            if (state.Gradient == null)
            {
                FusedMatrix<float> copy = NewFloats(state.Full.Rows, state.Full.Columns);
                values.CopyTo(copy.Span);
                state.Gradient = copy.Pointer;
            }
            else
            {
                Span<float> sums = new(state.Gradient, values.Length);
                TensorPrimitives.Add(sums, values, sums);
            }
        }

        return ((nint)state.Gradient, state.LowGradient is null ? 0 : (nint)state.LowGradient.Pointer);
    }

    private static int[]? RowsOf(Tensor? chosen) => chosen is null ? null : [.. chosen.data<long>().Select(row => (int)row)];

    private FusedDistanceBias EnterBiases(Tensor ofDistance)
    {
        if (!biases.TryGetValue(ofDistance, out FusedDistanceBias? known))
        {
            known = new(memory, ofDistance, needsGradients);
            biases.Add(ofDistance, known);
            if (ofDistance.requires_grad)
            {
                Record(() =>
                {
                    Tensor gradient = known.Gradient();
                    using IDisposable gradients = enable_grad();
                    Lanes.InTurn(() => ofDistance.backward([gradient]));
                });
            }
        }

        return known;
    }

    /// <summary>The state that a tensor stands for; one that is not of this pass is copied, and its gradient goes on to whatever made it.</summary>
    private FusedState<T> Enter(Tensor input)
    {
        if (states.TryGetValue(input, out FusedState<T>? known))
        {
            return known;
        }

        (int rows, int columns) = ((int)input.shape[0], (int)input.shape[1]);
        FusedState<T> state = NewFullState(rows, columns);
        TensorMemory.Floats(input.detach().contiguous()).CopyTo(state.Full.Span);
        states.Add(input, state);
        if (input.requires_grad)
        {
            Record(() =>
            {
                Tensor gradient = NewFloats(rows, columns).NewTensor();
                new ReadOnlySpan<float>(TakeGradient(state), rows * columns).CopyTo(TensorMemory.Floats(gradient));
                using IDisposable gradients = enable_grad();
                Lanes.InTurn(() => input.backward([gradient]));
            });
        }

        return state;
    }
}
