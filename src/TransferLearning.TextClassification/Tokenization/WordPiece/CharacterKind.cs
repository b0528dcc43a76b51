namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>What a UTF-16 unit does while a text is cut into words.</summary>
internal enum CharacterKind
{
    /// <summary>It belongs to a word, as the one unit that the table gives.</summary>
    Word,

    /// <summary>It ends a word.</summary>
    Space,

    /// <summary>It is a word of its own, as the one unit that the table gives.</summary>
    Alone,

    /// <summary>It is not there.</summary>
    Removed,

    /// <summary>It becomes several code points, or is half of one: <see cref="CharacterTable.Expand"/> says what it becomes.</summary>
    Complex,
}
