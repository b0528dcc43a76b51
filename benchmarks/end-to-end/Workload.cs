namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Texts that every system works on: the first rows of a real set, cut at a length.</summary>
internal sealed record Workload(string Name, string Set, string Split, int Rows, int MaxTokens)
{
    internal static IReadOnlyList<Workload> All { get; } =
    [
        new("short", "sst2", "train", 1024, 128),
        new("news", "agnews", "test", 512, 128),
        new("long", "imdb", "train", 128, 256),
    ];

    internal static Workload Find(string name) =>
        All.FirstOrDefault(workload => workload.Name == name) ?? throw new ArgumentException($"There is no workload '{name}'; there are {string.Join(", ", All.Select(workload => workload.Name))}.");

    internal IReadOnlyList<TextExample> Read(string shared) => [.. TextDataset.Read(Path.Combine(shared, "data", Set, Split + ".tsv")).Take(Rows)];
}
