namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>Replaces what a pattern finds.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : TextNormalizer
{
    private readonly int[] codePoints = [.. content.EnumerateRunes().Select(rune => rune.Value)];

    internal override bool IsLocal => pattern.IsLocal;

    internal override char[] ContextCharacters => pattern.ContextCharacters;

    internal override void Apply(AlignedText text) => text.Replace(pattern.Find(text), codePoints);
}
