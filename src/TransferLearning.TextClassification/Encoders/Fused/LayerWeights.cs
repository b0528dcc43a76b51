using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Kernels;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>The products of a transformer layer.</summary>
internal sealed class LayerWeights<T, TElement> : IDisposable
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    /// <param name="queryKeyValue">One block or several, whose outputs are queries, keys and values in this order, of the same size.</param>
    /// <param name="output">The attention's output.</param>
    /// <param name="inner">The first of the feed-forward block.</param>
    /// <param name="outer">The second.</param>
    internal LayerWeights(IReadOnlyList<LinearBlock> queryKeyValue, LinearBlock output, LinearBlock inner, LinearBlock outer)
    {
        QueryKeyValue = new([.. queryKeyValue.Select(LinearRows.Of)]);
        int hidden = QueryKeyValue.Outputs / 3;
        Query = new([.. LinearRows.Range(queryKeyValue, 0, hidden)]);
        KeyValue = new([.. LinearRows.Range(queryKeyValue, hidden, 3 * hidden)]);
        Output = new(LinearRows.Of(output));
        Inner = new(LinearRows.Of(inner));
        Outer = new(LinearRows.Of(outer));
    }

    internal FusedLinear<T, TElement> QueryKeyValue { get; }

    /// <summary>The same in two, where not all tokens ask.</summary>
    internal FusedLinear<T, TElement> Query { get; }

    internal FusedLinear<T, TElement> KeyValue { get; }

    internal FusedLinear<T, TElement> Output { get; }

    internal FusedLinear<T, TElement> Inner { get; }

    internal FusedLinear<T, TElement> Outer { get; }

    /// <summary>All of them.</summary>
    internal FusedLinear<T, TElement>[] Products => [QueryKeyValue, Query, KeyValue, Output, Inner, Outer];

    public void Dispose() => Array.ForEach(Products, product => product.Dispose());
}
