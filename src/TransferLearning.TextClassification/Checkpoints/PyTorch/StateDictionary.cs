namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>Finds the tensors in what a file holds: a dictionary of them, perhaps within a training's dictionary, perhaps of a wrapped model.</summary>
internal static class StateDictionary
{
    private const int MaximumDepth = 4;

    /// <summary>Under these keys trainings put the model.</summary>
    private static readonly string[] Wrappers = ["state_dict", "model_state_dict", "model", "module", "net", "weights"];

    /// <summary>What DataParallel and torch.compile put before every name.</summary>
    private static readonly string[] Prefixes = ["module.", "_orig_mod."];

    /// <summary>The tensors by name.</summary>
    /// <exception cref="PickleException">There are none.</exception>
    internal static Dictionary<string, TorchTensor> Find(object? root)
    {
        object? current = root;
        for (int depth = 0; depth < MaximumDepth && current is PickleDictionary dictionary; depth++)
        {
            Dictionary<string, object?> items = dictionary.ByText();
            Dictionary<string, TorchTensor> tensors = items
                .Where(item => item.Value is TorchTensor)
                .ToDictionary(item => item.Key, item => (TorchTensor)item.Value!, StringComparer.Ordinal);
            if (tensors.Count > 0)
            {
                return WithoutPrefixes(tensors);
            }

            current = Wrappers.Select(key => items.GetValueOrDefault(key)).FirstOrDefault(item => item is PickleDictionary);
        }

        throw new PickleException($"it holds no dictionary of tensors (looked at the top and under {string.Join(", ", Wrappers)})");
    }

    private static Dictionary<string, TorchTensor> WithoutPrefixes(Dictionary<string, TorchTensor> tensors)
    {
        while (Prefixes.FirstOrDefault(prefix => tensors.Keys.All(name => name.StartsWith(prefix, StringComparison.Ordinal))) is { } common)
        {
            tensors = tensors.ToDictionary(item => item.Key[common.Length..], item => item.Value, StringComparer.Ordinal);
        }

        return tensors;
    }
}
