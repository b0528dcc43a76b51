namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>A step that changes a text before it is cut. Immutable.</summary>
internal abstract class TextNormalizer
{
    /// <summary>
    /// Whether each code point of the scripts that <see cref="CharacterFates"/> knows becomes the same wherever it stands, so that a word between spaces
    /// may be normalized code point by code point.
    /// </summary>
    internal abstract bool IsLocal { get; }

    /// <summary>Characters that become something else where others stand beside them, all the same.</summary>
    internal virtual char[] ContextCharacters => [];

    /// <summary>Changes a text.</summary>
    internal abstract void Apply(AlignedText text);

    /// <summary>The normalized form of a string.</summary>
    internal string Normalize(string content)
    {
        AlignedText text = new();
        text.Read(content, 0);
        Apply(text);
        return text.ToString();
    }
}
