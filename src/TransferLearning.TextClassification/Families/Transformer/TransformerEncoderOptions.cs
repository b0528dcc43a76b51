namespace TransferLearning.TextClassification;

/// <summary>
/// Options of a plain transformer encoder. It starts from scratch, over word pieces learnt from the training texts. <see cref="EncoderOptions.Pooling"/> is
/// <see cref="Pooling.Mean"/> where none is chosen.
/// </summary>
public sealed record TransformerEncoderOptions : EncoderOptions
{
    /// <summary>The most word pieces that are learnt, special tokens and single characters among them.</summary>
    /// <value>8,000 by default.</value>
    public int VocabularySize { get; init; } = 8000;

    /// <summary>The size of the vectors; a multiple of <see cref="AttentionHeads"/>.</summary>
    /// <value>128 by default.</value>
    public int HiddenSize { get; init; } = 128;

    /// <summary>How many layers stand on each other.</summary>
    /// <value>2 by default.</value>
    public int Layers { get; init; } = 2;

    /// <summary>Attention heads a layer.</summary>
    /// <value>4 by default.</value>
    public int AttentionHeads { get; init; } = 4;

    /// <summary>The inner size of the feed-forward layers.</summary>
    /// <value>Null by default: four times the hidden size.</value>
    public int? IntermediateSize { get; init; }

    /// <summary>The number of positions, the longest text in tokens.</summary>
    /// <value>512 by default.</value>
    public int Positions { get; init; } = 512;

    /// <summary>The dropout of embeddings, layers, attention weights and head, from 0 to below 1.</summary>
    /// <value>0.1 by default.</value>
    public double Dropout { get; init; } = 0.1;
}
