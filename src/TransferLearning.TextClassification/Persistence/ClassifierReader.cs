using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>Reads what a folder's classifier is, without its weights.</summary>
internal static class ClassifierReader
{
    private const int LongestWithoutLimit = 512;

    /// <summary>The classifier of a folder.</summary>
    /// <exception cref="CheckpointException">The folder holds an encoder only, or its head is of a kind that is not known.</exception>
    internal static ClassifierDescription Describe(CheckpointSource source, KnownKinds kinds)
    {
        if (source is not { Head: { } head, Task: { } task })
        {
            string expected = source.Family.ClassifierArchitecture is { } architecture ? $" or of the reference implementation's {architecture}" : string.Empty;
            throw CheckpointException.At(
                source.Folder, $"this folder holds a pretrained encoder but no classifier; the folder of a saved classifier{expected} is expected. Train a classifier from it first.");
        }

        int longest = source.LongestText ?? LongestWithoutLimit;
        int fewest = source.Tokenizer.FewestTokens(isPair: source.Manifest?.Pairs ?? true);
        if (longest < fewest)
        {
            throw CheckpointException.At(source.Folder, $"'model_max_length' in tokenizer_config.json and the position table allow {longest} tokens a text; at least {fewest} are needed, the special tokens and one of each text. Correct the file, or save the classifier again.");
        }

        HeadKind kind = kinds.Head(ManifestFile.PathIn(source.Folder), head.Kind);
        return new()
        {
            Family = source.Family,
            Configuration = source.Configuration.Json,
            Pooling = source.Pooling,
            Head = kind,
            HeadOptions = head.Options,
            Task = task,
            Labels = source.Labels,
            Tokenizer = source.Tokenizer,
            MaxTokens = longest,
            Pairs = source.Manifest?.Pairs,
            Loss = source.Manifest?.Loss,
            Thresholds = ReadThresholds(source, task),
            Path = source.Configuration.Path,
        };
    }

    private static IReadOnlyList<float>? ReadThresholds(CheckpointSource source, TextTask task)
    {
        if (task != TextTask.MultiLabel || source.Manifest?.Thresholds is not { } thresholds)
        {
            return null;
        }

        return thresholds.Count == source.Labels.Count
            ? thresholds
            : throw CheckpointException.At(ManifestFile.PathIn(source.Folder), $"there are {thresholds.Count} thresholds for {source.Labels.Count} labels. Save the classifier again.");
    }
}
