namespace TransferLearning.TextClassification.Persistence;

/// <summary>The names under which poolings are saved.</summary>
internal static class PoolingNames
{
    private static readonly (Pooling Pooling, string Name)[] Names =
    [
        (Pooling.Pooler, "pooler"), (Pooling.FirstToken, "first_token"), (Pooling.Mean, "mean"), (Pooling.Max, "max"),
        (Pooling.LastToken, "last_token"), (Pooling.LastMaxMean, "last_max_mean"), (Pooling.Attention, "attention"),
        (Pooling.LastLayers, "last_layers"),
    ];

    internal static string NameOf(Pooling pooling) => Names.First(pair => pair.Pooling == pooling).Name;

    /// <exception cref="CheckpointException">The name is not known.</exception>
    internal static Pooling Find(string path, string? name)
    {
        foreach ((Pooling pooling, string known) in Names)
        {
            if (known == name)
            {
                return pooling;
            }
        }

        throw CheckpointException.At(path, $"'pooling' is '{name}', but one of {string.Join(", ", Names.Select(pair => pair.Name))} is expected. Save the classifier again.");
    }
}
