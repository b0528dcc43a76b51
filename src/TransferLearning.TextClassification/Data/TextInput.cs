namespace TransferLearning.TextClassification;

/// <summary>What is classified: a text, or a pair of texts.</summary>
/// <param name="Text">The text.</param>
/// <param name="SecondText">The second text of a pair, or null.</param>
public readonly record struct TextInput(string Text, string? SecondText = null)
{
    /// <summary>A single text as an input.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator TextInput(string text) => new(text);

    /// <summary>The same as the implicit conversion, for languages without it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The input.</returns>
    public static TextInput FromString(string text) => new(text);
}
