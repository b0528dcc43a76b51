namespace TransferLearning.TextClassification.Tokenization.Characters;

/// <summary>What BERT's basic tokenization asks of a code point.</summary>
[Flags]
internal enum CharacterTraits : byte
{
    None = 0,

    /// <summary>Cleaning removes it: control, format and private-use characters, NUL and U+FFFD.</summary>
    Removed = 1,

    /// <summary>Separates words.</summary>
    Whitespace = 2,

    /// <summary>Is a word of its own.</summary>
    Punctuation = 4,

    /// <summary>Is set off by spaces where Chinese characters are.</summary>
    Ideograph = 8,

    /// <summary>Is removed, after decomposition, where accents are.</summary>
    NonspacingMark = 16,
}
