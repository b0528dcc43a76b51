using TransferLearning.TextClassification.Encoders.Blocks;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>The parts and settings of a post-norm transformer layer: norm(x + attention(x)), then norm(x + feed-forward(x)).</summary>
internal sealed record PostNormParts
{
    /// <summary>The projections to query, key and value.</summary>
    internal required IReadOnlyList<LinearBlock> QueryKeyValue { get; init; }

    internal required LinearBlock Output { get; init; }

    internal required LayerNormBlock AttentionNorm { get; init; }

    internal required FeedForwardBlock FeedForward { get; init; }

    internal required LayerNormBlock OutputNorm { get; init; }

    internal required TransformerShape Shape { get; init; }
}
