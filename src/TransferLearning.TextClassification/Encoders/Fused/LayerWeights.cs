using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Kernels;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>The products of a transformer layer.</summary>
internal sealed class LayerWeights<T, TElement> : IDisposable
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    internal LayerWeights(IReadOnlyList<LinearBlock> queryKeyValue, LinearBlock output, LinearBlock inner, LinearBlock outer)
    {
        QueryKeyValue = new([.. queryKeyValue]);
        Output = new(output);
        Inner = new(inner);
        Outer = new(outer);
    }

    internal FusedLinear<T, TElement> QueryKeyValue { get; }

    internal FusedLinear<T, TElement> Output { get; }

    internal FusedLinear<T, TElement> Inner { get; }

    internal FusedLinear<T, TElement> Outer { get; }

    internal void Refresh() => Each(product => product.Refresh());

    public void Dispose() => Each(product => product.Dispose());

    private void Each(Action<FusedLinear<T, TElement>> action)
    {
        action(QueryKeyValue);
        action(Output);
        action(Inner);
        action(Outer);
    }
}
