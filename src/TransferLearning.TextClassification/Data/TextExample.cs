namespace TransferLearning.TextClassification;

/// <summary>A row: an input, its target where it has one, and where it came from.</summary>
public sealed class TextExample
{
    /// <summary>Creates a row.</summary>
    /// <param name="input">The text or the pair of texts.</param>
    /// <param name="target">The target, or null in data that is only predicted.</param>
    public TextExample(TextInput input, TextTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(input.Text, nameof(input));
        Input = input;
        Target = target;
    }

    /// <summary>Creates a row with one label.</summary>
    /// <param name="text">The text.</param>
    /// <param name="label">The label.</param>
    public TextExample(string text, string label)
        : this(new TextInput(text), TextTarget.FromLabel(label))
    {
    }

    /// <summary>The text or the pair of texts.</summary>
    public TextInput Input { get; }

    /// <summary>The target, or null in data that is only predicted.</summary>
    public TextTarget? Target { get; }

    /// <summary>The file that the row was read from, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The line at which the row begins, from 1, or null.</summary>
    public long? Line { get; init; }

    /// <summary>Whether a text was longer than the limit of the reader and was cut there; only in data that is read without labels.</summary>
    public bool IsCut { get; init; }
}
