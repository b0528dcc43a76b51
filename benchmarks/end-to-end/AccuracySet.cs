namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>A real set and the rows of it that the reference accuracies are of: every k-th data row.</summary>
internal sealed record AccuracySet(string Name, string Checkpoint, string TestSplit, int TrainEvery, int TestEvery)
{
    internal static IReadOnlyList<AccuracySet> All { get; } =
    [
        new("trec", "all-minilm-l6-v2", "test", 1, 1),
        new("sst2", "all-minilm-l6-v2", "test", 1, 1),
        new("sms_spam", "all-minilm-l6-v2", "test", 1, 1),
        new("agnews", "all-minilm-l6-v2", "test", 12, 4),
        new("mrpc", "all-minilm-l6-v2", "test", 1, 1),
        new("chnsenticorp", "bge-small-zh-v1.5", "test_clean", 6, 1),
    ];

    /// <summary>Whether its texts have no spaces between words.</summary>
    internal bool IsOfCharacters => Name == "chnsenticorp";

    internal TextDataset Train(string shared) => Every(shared, "train", TrainEvery);

    internal TextDataset Test(string shared) => Every(shared, TestSplit, TestEvery);

    private TextDataset Every(string shared, string split, int k) =>
        TextDataset.FromExamples(TextDataset.Read(Path.Combine(shared, "data", Name, split + ".tsv")).Where((_, i) => i % k == 0));
}
