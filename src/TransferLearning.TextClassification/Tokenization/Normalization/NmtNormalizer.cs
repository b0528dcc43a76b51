namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>Removes control characters and turns some others into spaces, as is usual for translation models.</summary>
internal sealed class NmtNormalizer : TextNormalizer
{
    internal override bool IsLocal => true;

    internal override void Apply(AlignedText text)
    {
        text.Filter(codePoint => codePoint is not (>= 1 and <= 8 or 0xB or >= 0xE and <= 0x1F or 0x7F or 0x8F or 0x9F));
        text.Map(codePoint =>
            codePoint is 9 or 0xA or 0xC or 0xD or 0x1680 or >= 0x200B and <= 0x200F or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD ? ' ' : codePoint);
    }
}
