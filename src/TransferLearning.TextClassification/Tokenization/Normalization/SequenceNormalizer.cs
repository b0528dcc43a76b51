namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>Steps one after the other.</summary>
internal sealed class SequenceNormalizer(IEnumerable<TextNormalizer> steps) : TextNormalizer
{
    private readonly TextNormalizer[] steps = [.. steps];

    internal override bool IsLocal => steps.All(step => step.IsLocal);

    internal override char[] ContextCharacters => [.. steps.SelectMany(step => step.ContextCharacters)];

    internal override void Apply(AlignedText text)
    {
        foreach (TextNormalizer step in steps)
        {
            step.Apply(text);
        }
    }
}
