namespace TransferLearning.TextClassification;

/// <summary>Options of the multi-layer perceptron head.</summary>
public sealed record MlpHeadOptions
{
    /// <summary>How many dense layers stand before the linear one.</summary>
    /// <value>1 by default.</value>
    public int Layers { get; init; } = 1;

    /// <summary>The size of the dense layers.</summary>
    /// <value>Null by default: that of the text's vector.</value>
    public int? HiddenSize { get; init; }

    /// <summary>The activation function behind each dense layer: <c>gelu</c>, <c>gelu_new</c>, <c>relu</c>, <c>silu</c>, <c>tanh</c>.</summary>
    /// <value><c>gelu</c> by default.</value>
    public string Activation { get; init; } = "gelu";

    /// <summary>The dropout before every layer, from 0 to below 1.</summary>
    /// <value>Null by default: the encoder's own (<c>classifier_dropout</c>, else <c>hidden_dropout_prob</c>).</value>
    public double? Dropout { get; init; }
}
