namespace TransferLearning.TextClassification;

/// <summary>How far the download of a checkpoint is. Reported at most ten times a second, and at the end.</summary>
public sealed class HubProgress
{
    /// <summary>The checkpoint's name on the hub.</summary>
    public required string Model { get; init; }

    /// <summary>Bytes that are there, those of an earlier, interrupted download included.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes of all files that were missing when the download began.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>Files that are there and checked.</summary>
    public required int Files { get; init; }

    /// <summary>Files that were missing when the download began.</summary>
    public required int TotalFiles { get; init; }
}
