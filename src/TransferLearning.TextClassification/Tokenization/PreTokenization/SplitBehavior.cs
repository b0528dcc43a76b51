namespace TransferLearning.TextClassification.Tokenization.PreTokenization;

/// <summary>What becomes of the places that a text is split at.</summary>
internal enum SplitBehavior
{
    Removed,
    Isolated,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}
