using TransferLearning.TextClassification.Tokenization.Characters;
using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.PreTokenization;

/// <summary>Splits at characters of a kind.</summary>
internal sealed class CharacterPreTokenizer(Predicate<int> isPlace, SplitBehavior behavior) : TextPreTokenizer
{
    /// <summary>Splits at whitespace and drops it.</summary>
    internal static CharacterPreTokenizer WhitespaceSplit { get; } = new(codePoint => UnicodeData.Is(codePoint, UnicodeTraits.Whitespace), SplitBehavior.Removed);

    /// <summary>Splits at a character and drops it.</summary>
    internal static CharacterPreTokenizer Delimiter(int delimiter) => new(codePoint => codePoint == delimiter, SplitBehavior.Removed);

    /// <summary>Splits at punctuation.</summary>
    internal static CharacterPreTokenizer Punctuation(SplitBehavior behavior) => new(IsPunctuation, behavior);

    /// <summary>Splits at digits, each for itself or a run of them together.</summary>
    internal static CharacterPreTokenizer Digits(bool areIndividual) =>
        new(codePoint => UnicodeData.Is(codePoint, UnicodeTraits.Digit), areIndividual ? SplitBehavior.Isolated : SplitBehavior.Contiguous);

    /// <summary>Splits at whitespace, which is dropped, and at punctuation.</summary>
    internal static SequencePreTokenizer Bert { get; } = new(
        [new CharacterPreTokenizer(codePoint => UnicodeData.Is(codePoint, UnicodeTraits.Whitespace), SplitBehavior.Removed), new CharacterPreTokenizer(IsPunctuation, SplitBehavior.Isolated)]);

    internal override void Split(AlignedText part, List<AlignedText> words) => Splitting.Split(part, isPlace, behavior, words);

    private static bool IsPunctuation(int codePoint) => (CharacterData.Traits(codePoint) & CharacterTraits.Punctuation) != 0;
}
