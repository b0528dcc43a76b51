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

    /// <summary>All of them.</summary>
    internal FusedLinear<T, TElement>[] Products => [QueryKeyValue, Output, Inner, Outer];

    public void Dispose() => Array.ForEach(Products, product => product.Dispose());
}
