namespace TransferLearning.TextClassification;

/// <summary>Options of the linear head.</summary>
public sealed record LinearHeadOptions
{
    /// <summary>The dropout before the layer, from 0 to below 1. Default: null, which takes the encoder's own (<c>classifier_dropout</c>, else <c>hidden_dropout_prob</c>).</summary>
    public double? Dropout { get; init; }
}
