using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>Removes combining marks.</summary>
internal sealed class StripAccentsNormalizer : TextNormalizer
{
    internal override bool IsLocal => true;

    internal override void Apply(AlignedText text) => text.Filter(codePoint => !UnicodeData.Is(codePoint, UnicodeTraits.Mark));
}
