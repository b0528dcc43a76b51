namespace TransferLearning.TextClassification;

/// <summary>How the vectors of a text's tokens become one vector.</summary>
public enum Pooling
{
    /// <summary>The family's own pooler (BERT: a dense layer and tanh on the first token).</summary>
    Pooler,

    /// <summary>The vector of the first token.</summary>
    FirstToken,

    /// <summary>The mean over the text's tokens.</summary>
    Mean,

    /// <summary>The largest value of each dimension over the text's tokens.</summary>
    Max,
}
