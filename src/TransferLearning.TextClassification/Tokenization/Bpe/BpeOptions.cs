namespace TransferLearning.TextClassification.Tokenization.Bpe;

/// <summary>How a byte-pair model treats what its merges do not say.</summary>
internal sealed record BpeOptions
{
    /// <summary>What a character without a piece becomes; null, the default, drops it.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>Whether unknown characters side by side become one; default false.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>Whether a character without a piece becomes the pieces of its bytes, <c>&lt;0xE4&gt;</c>; default false.</summary>
    public bool FallsBackToBytes { get; init; }

    /// <summary>Whether a word that is a piece stays whole, whatever the merges say; default false.</summary>
    public bool IgnoresMerges { get; init; }

    /// <summary>What stands before a character inside a word; default nothing.</summary>
    public string ContinuationPrefix { get; init; } = "";

    /// <summary>What stands behind the last character of a word; default nothing.</summary>
    public string EndOfWordSuffix { get; init; } = "";
}
