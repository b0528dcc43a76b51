namespace TransferLearning.TextClassification;

/// <summary>Options of the attention head.</summary>
public sealed record AttentionHeadOptions
{
    /// <summary>The inner size of the network that weighs the tokens.</summary>
    /// <value>128 by default.</value>
    public int Size { get; init; } = 128;

    /// <summary>How many weighted sums are made of a text; they stand one behind the other. (The penalty of Lin et al. on sums that look at the same words is not added to the loss.)</summary>
    /// <value>4 by default.</value>
    public int Hops { get; init; } = 4;

    /// <summary>The dropout of the sums before the linear layer, from 0 to below 1.</summary>
    /// <value>Null by default: the encoder's own (<c>classifier_dropout</c>, else <c>hidden_dropout_prob</c>).</value>
    public double? Dropout { get; init; }
}
