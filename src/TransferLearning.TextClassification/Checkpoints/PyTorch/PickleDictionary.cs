namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>A dictionary of a pickle: its items in order. Nothing is hashed, so no key can be crafted to be slow.</summary>
internal sealed class PickleDictionary
{
    private readonly List<(object? Key, object? Value)> items = [];

    /// <summary>The items with text keys, the last of each key.</summary>
    internal Dictionary<string, object?> ByText()
    {
        Dictionary<string, object?> byText = new(StringComparer.Ordinal);
        foreach ((object? key, object? value) in items)
        {
            if (key is string text)
            {
                byText[text] = value;
            }
        }

        return byText;
    }

    /// <summary>Adds an item.</summary>
    internal void Add(object? key, object? value) => items.Add((key, value));
}
