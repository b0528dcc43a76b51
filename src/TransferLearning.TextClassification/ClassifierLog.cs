using Microsoft.Extensions.Logging;

namespace TransferLearning.TextClassification;

/// <summary>The messages of making classifiers.</summary>
internal static partial class ClassifierLog
{
    /// <summary>The category of the library's messages.</summary>
    internal const string Category = "TransferLearning.TextClassification";

    [LoggerMessage(40, LogLevel.Information, "{Value}")]
    internal static partial void Resolved(ILogger logger, ResolvedValue value);

    [LoggerMessage(43, LogLevel.Information, "{Task}: {Value}")]
    internal static partial void ResolvedForTask(ILogger logger, string task, ResolvedValue value);

    [LoggerMessage(41, LogLevel.Warning, "The {Part} begins with new weights: {Reason}")]
    internal static partial void NewPart(ILogger logger, string part, string reason);

    [LoggerMessage(42, LogLevel.Warning, "{Folder}: {Count} tensors of the checkpoint have no use in this model: {Tensors}")]
    internal static partial void UnusedTensors(ILogger logger, string folder, int count, string tensors);
}
