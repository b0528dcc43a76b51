using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Kernels;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>The products of a transformer layer.</summary>
internal sealed class LayerWeights<T, TElement> : IDisposable
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    internal LayerWeights(TransformerLayer layer)
    {
        QueryKeyValue = new(layer.Attention.Query, layer.Attention.Key, layer.Attention.Value);
        Output = new(layer.Attention.Output);
        Inner = new(layer.FeedForward.Inner);
        Outer = new(layer.FeedForward.Outer);
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
