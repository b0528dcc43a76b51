namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>Puts a string before a text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : TextNormalizer
{
    private readonly int[] codePoints = [.. prefix.EnumerateRunes().Select(rune => rune.Value)];

    internal override bool IsLocal => false;

    internal override void Apply(AlignedText text) => text.Prepend(codePoints);
}
