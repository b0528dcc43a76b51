namespace TransferLearning.TextClassification.Tokenization.Subword;

/// <summary>What a byte-level post-processor does to offsets.</summary>
internal enum OffsetTrimming
{
    /// <summary>Nothing: a token's part of the text has the space before it.</summary>
    None,

    /// <summary>Spaces are left out.</summary>
    Trimmed,

    /// <summary>The same, but for the space that was put before the text.</summary>
    TrimmedAfterPrefixSpace,
}
