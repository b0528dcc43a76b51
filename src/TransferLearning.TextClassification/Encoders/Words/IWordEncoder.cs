namespace TransferLearning.TextClassification.Encoders.Words;

/// <summary>An encoder that begins with the vectors of words.</summary>
internal interface IWordEncoder
{
    /// <summary>The vectors of its words.</summary>
    internal WordEmbedding Words { get; }
}
