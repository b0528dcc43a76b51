namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Which text of a pair loses tokens where both are too long together.</summary>
internal enum TruncationStrategy
{
    /// <summary>The longer, until both are of one length.</summary>
    LongestFirst,

    /// <summary>The first alone.</summary>
    OnlyFirst,
}
