namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>How BERT's basic tokenization treats a text before it is cut into word pieces.</summary>
internal sealed record WordPieceSwitches
{
    /// <summary>Whether control characters are removed and whitespace becomes a space; default true.</summary>
    public bool CleanText { get; init; } = true;

    /// <summary>Whether each Chinese character is a word of its own; default true.</summary>
    public bool TokenizeChineseCharacters { get; init; } = true;

    /// <summary>Whether accents are removed; null, the default, does what <see cref="LowerCase"/> says.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Whether text is lower-cased; default true.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether accents are removed, decided.</summary>
    internal bool StripsAccents => StripAccents ?? LowerCase;
}
