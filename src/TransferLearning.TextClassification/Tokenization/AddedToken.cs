namespace TransferLearning.TextClassification.Tokenization;

/// <summary>A token that is found in the text itself, before and apart from the model's own pieces.</summary>
/// <param name="Content">What is searched for.</param>
/// <param name="Id">Its id.</param>
internal sealed record AddedToken(string Content, int Id)
{
    /// <summary>Whether decoding leaves it out.</summary>
    public bool IsSpecial { get; init; }

    /// <summary>Whether it is searched for in the normalized text, rather than in the text as written.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>Whether it must stand between characters that are not of a word.</summary>
    public bool IsSingleWord { get; init; }

    /// <summary>Whether it takes the whitespace before it.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether it takes the whitespace behind it.</summary>
    public bool StripsRight { get; init; }
}
