using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.PreTokenization;

/// <summary>Splits at what a pattern finds.</summary>
internal sealed class PatternPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool isInverted) : TextPreTokenizer
{
    internal override void Split(AlignedText part, List<AlignedText> words) => Splitting.Split(part, pattern.Find(part), behavior, isInverted, words);
}
