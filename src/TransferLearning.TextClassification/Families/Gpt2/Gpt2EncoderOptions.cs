namespace TransferLearning.TextClassification;

/// <summary>Options of a GPT-2 encoder, which starts from a checkpoint.</summary>
public sealed record Gpt2EncoderOptions : EncoderOptions
{
    /// <summary>The dropout of embeddings and layers, from 0 to below 1.</summary>
    /// <value>Null by default: the checkpoint's.</value>
    public double? HiddenDropout { get; init; }

    /// <summary>The dropout of attention weights, from 0 to below 1.</summary>
    /// <value>Null by default: the checkpoint's.</value>
    public double? AttentionDropout { get; init; }
}
