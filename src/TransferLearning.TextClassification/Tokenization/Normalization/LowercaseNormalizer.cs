using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>Lower-cases each code point, without regard to its neighbours.</summary>
internal sealed class LowercaseNormalizer : TextNormalizer
{
    internal override bool IsLocal => true;

    internal override void Apply(AlignedText text) => text.Expand(CharacterData.Lower);
}
