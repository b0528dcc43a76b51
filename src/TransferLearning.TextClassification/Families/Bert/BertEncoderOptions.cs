namespace TransferLearning.TextClassification;

/// <summary>Options of a BERT encoder. The sizes are for an encoder that starts from scratch; a checkpoint brings its own.</summary>
public sealed record BertEncoderOptions : EncoderOptions
{
    /// <summary>The size of the vectors; a multiple of <see cref="AttentionHeads"/>. Default: 128 from scratch.</summary>
    public int? HiddenSize { get; init; }

    /// <summary>The number of layers. Default: 2 from scratch.</summary>
    public int? Layers { get; init; }

    /// <summary>Attention heads a layer. Default: 4 from scratch.</summary>
    public int? AttentionHeads { get; init; }

    /// <summary>The inner size of the feed-forward layers. Default: four times the hidden size from scratch.</summary>
    public int? IntermediateSize { get; init; }

    /// <summary>The number of positions, the longest text in tokens. Default: 512 from scratch.</summary>
    public int? Positions { get; init; }

    /// <summary>The dropout of embeddings, layers and head, from 0 to below 1. Default: the checkpoint's, else 0.1.</summary>
    public double? HiddenDropout { get; init; }

    /// <summary>The dropout of attention weights, from 0 to below 1. Default: the checkpoint's, else 0.1.</summary>
    public double? AttentionDropout { get; init; }

    /// <summary>The activation function: <c>gelu</c>, <c>gelu_new</c>, <c>relu</c>, <c>silu</c>. Default: <c>gelu</c> from scratch.</summary>
    public string? Activation { get; init; }

    /// <summary>The standard deviation of new weights. Default: 0.02 from scratch.</summary>
    public double? InitializerRange { get; init; }
}
