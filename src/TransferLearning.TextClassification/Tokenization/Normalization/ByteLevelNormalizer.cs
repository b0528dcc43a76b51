namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>Turns each byte of the text's UTF-8 into the visible character that stands for it.</summary>
internal sealed class ByteLevelNormalizer : TextNormalizer
{
    internal override bool IsLocal => false;

    internal override void Apply(AlignedText text) => text.Expand(ByteAlphabet.Expand);
}
