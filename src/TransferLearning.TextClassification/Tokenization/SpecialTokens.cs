namespace TransferLearning.TextClassification.Tokenization;

/// <summary>The contents of the special tokens.</summary>
internal sealed record SpecialTokens
{
    /// <summary>What a word without pieces becomes; default <c>[UNK]</c>.</summary>
    public string Unknown { get; init; } = "[UNK]";

    /// <summary>What stands behind each text; default <c>[SEP]</c>.</summary>
    public string Separator { get; init; } = "[SEP]";

    /// <summary>What fills padding; default <c>[PAD]</c>.</summary>
    public string Padding { get; init; } = "[PAD]";

    /// <summary>What stands first; default <c>[CLS]</c>.</summary>
    public string Classification { get; init; } = "[CLS]";

    /// <summary>What hides a token in masked language modelling; default <c>[MASK]</c>.</summary>
    public string Mask { get; init; } = "[MASK]";

    /// <summary>All five.</summary>
    internal string[] All => [Unknown, Separator, Padding, Classification, Mask];
}
