namespace TransferLearning.TextClassification;

/// <summary>What encoders over a vocabulary learnt from the training texts can be told of words and their vectors.</summary>
public abstract record WordEncoderOptions : EncoderOptions
{
    /// <summary>What a token is.</summary>
    /// <value>Null by default: characters where most letters of the training texts are of scripts without spaces between words (Chinese, Japanese, Thai, …), else words.</value>
    public TextUnit? Unit { get; init; }

    /// <summary>Whether texts are lower-cased.</summary>
    /// <value>True by default.</value>
    public bool LowerCase { get; init; } = true;

    /// <summary>Words that occur less often in the training texts are unknown; at least 1.</summary>
    /// <value>Null by default: 2, so that the vector of unknown words is learnt from those that occur once; 1 where there are <see cref="WordVectors"/>.</value>
    public int? MinimumCount { get; init; }

    /// <summary>The most tokens of the vocabulary; the rarest words are left out.</summary>
    /// <value>50,000 by default.</value>
    public int MaxVocabulary { get; init; } = 50_000;

    /// <summary>How many vectors unknown words share; a word always takes the same one. At least 1.</summary>
    /// <value>1 by default.</value>
    public int UnknownBuckets { get; init; } = 1;

    /// <summary>The size of a word's vector.</summary>
    /// <value>Null by default: that of <see cref="WordVectors"/>, else 128.</value>
    public int? EmbeddingSize { get; init; }

    /// <summary>Word vectors to start from.</summary>
    /// <value>Null by default: new ones.</value>
    public WordVectors? WordVectors { get; init; }

    /// <summary>What becomes of the vectors in training.</summary>
    /// <value><see cref="WordVectorChannels.Tuned"/> by default.</value>
    public WordVectorChannels WordVectorChannels { get; init; }
}
