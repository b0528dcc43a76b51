namespace TransferLearning.TextClassification;

/// <summary>Options of a convolutional network over words (Kim 2014, arXiv 1408.5882). It starts from scratch or from word vectors.</summary>
public sealed record CnnEncoderOptions : WordEncoderOptions
{
    /// <summary>How many neighbouring words each filter sees; a width counts once.</summary>
    /// <value>3, 4 and 5 by default.</value>
    public IReadOnlyList<int> FilterWidths { get; init; } = [3, 4, 5];

    /// <summary>Filters of each width.</summary>
    /// <value>100 by default.</value>
    public int FeatureMaps { get; init; } = 100;

    /// <summary>The dropout of the text's vector before the head, from 0 to below 1.</summary>
    /// <value>0.5 by default.</value>
    public double Dropout { get; init; } = 0.5;

    /// <summary>The dropout of the words' vectors, from 0 to below 1.</summary>
    /// <value>0 by default.</value>
    public double EmbeddingDropout { get; init; }
}
