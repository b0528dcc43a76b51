namespace TransferLearning.TextClassification.Persistence;

/// <summary>The content of <c>classifier.json</c>: what a saved classifier is beyond what the other files of the folder say.</summary>
internal sealed record ClassifierManifest
{
    /// <summary>The file's name.</summary>
    internal const string FileName = Storage.FolderPolicy.ClassifierFile;

    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    internal const int CurrentFormat = 1;

    /// <summary>The format's number.</summary>
    public required int Format { get; init; }

    /// <summary>Features that would change an answer if a reader ignored them; this version knows none beyond the format itself.</summary>
    public required IReadOnlyList<string> Requires { get; init; }

    /// <summary>The encoder's kind.</summary>
    public required string Encoder { get; init; }

    /// <summary>The head.</summary>
    public required SavedHead Head { get; init; }

    /// <summary>The loss that it was trained with, for people.</summary>
    public string? Loss { get; init; }

    /// <summary>How token vectors become a text's vector.</summary>
    public required string Pooling { get; init; }

    /// <summary>Whether inputs are pairs of texts; null where it is not known.</summary>
    public bool? Pairs { get; init; }

    /// <summary>The probability above which each label of a multi-label task counts; null for other tasks.</summary>
    public IReadOnlyList<float>? Thresholds { get; init; }

    /// <summary>Versions of what wrote the folder, by name.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The SHA-256 of every other file of the folder, lower-case hexadecimal, by its relative path.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }
}
