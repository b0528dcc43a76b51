namespace TransferLearning.TextClassification;

/// <summary>
/// Options of a recurrent network over words. It starts from scratch or from word vectors. <see cref="EncoderOptions.Pooling"/> is
/// <see cref="Pooling.LastMaxMean"/> where none is chosen.
/// </summary>
public sealed record RnnEncoderOptions : WordEncoderOptions
{
    /// <summary>The cell.</summary>
    /// <value><see cref="RnnCell.Lstm"/> by default.</value>
    public RnnCell Cell { get; init; }

    /// <summary>Numbers of a cell's state, of each direction.</summary>
    /// <value>128 by default.</value>
    public int HiddenSize { get; init; } = 128;

    /// <summary>How many layers stand on each other.</summary>
    /// <value>1 by default.</value>
    public int Layers { get; init; } = 1;

    /// <summary>Whether texts are read from both ends; a token's vector is then that of both directions, twice the size.</summary>
    /// <value>True by default.</value>
    public bool Bidirectional { get; init; } = true;

    /// <summary>The dropout of the text's vector before the head, from 0 to below 1.</summary>
    /// <value>0.5 by default.</value>
    public double Dropout { get; init; } = 0.5;

    /// <summary>Variational dropout (Gal and Ghahramani 2016) of what each layer takes in: the same numbers of a vector are dropped at every token of a text. From 0 to below 1.</summary>
    /// <value>0.3 by default.</value>
    public double VariationalDropout { get; init; } = 0.3;

    /// <summary>Variational dropout of the state between two tokens: the same numbers at every token of a text. From 0 to below 1.</summary>
    /// <value>0 by default.</value>
    public double RecurrentDropout { get; init; }

    /// <summary>The inner size of <see cref="Pooling.Attention"/>.</summary>
    /// <value>128 by default.</value>
    public int AttentionSize { get; init; } = 128;

    /// <summary>How many weighted sums <see cref="Pooling.Attention"/> makes of a text; they stand one behind the other. (The penalty of Lin et al. on sums that look at the same words is not added to the loss.)</summary>
    /// <value>4 by default.</value>
    public int AttentionHops { get; init; } = 4;
}
