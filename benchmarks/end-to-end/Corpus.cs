namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Running text.</summary>
internal static class Corpus
{
    /// <summary>The lines of a corpus' training split that are not blank.</summary>
    internal static string[] ReadLines(string shared, string name) =>
        [.. File.ReadLines(Path.Combine(shared, "data", name, "train.txt")).Where(line => !string.IsNullOrWhiteSpace(line))];
}
