namespace TransferLearning.TextClassification.Tokenization.Characters;

/// <summary>What normalizers and pre-tokenizers other than BERT's ask of a code point.</summary>
[Flags]
internal enum UnicodeTraits : byte
{
    None = 0,

    /// <summary>A letter, <c>\p{L}</c>.</summary>
    Letter = 1,

    /// <summary>A number, <c>\p{N}</c>.</summary>
    Number = 2,

    /// <summary>A combining mark of any kind.</summary>
    Mark = 4,

    /// <summary>What splitting at digits splits at.</summary>
    Digit = 8,

    /// <summary>Part of a word, <c>\w</c>.</summary>
    Word = 16,

    /// <summary>Has a canonical decomposition that is never composed again.</summary>
    Uncomposed = 32,

    /// <summary>Whitespace.</summary>
    Whitespace = 64,

    /// <summary>Composes with what stands before it.</summary>
    ComposesWithPrevious = 128,
}
