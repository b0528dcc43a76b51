using Microsoft.Extensions.Logging;
using TransferLearning.TextClassification.Persistence;

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
    private static partial void UnusedTensors(ILogger logger, string folder, int count, string tensors);

    /// <summary>Names the first tensors that a model has no use for, if there are any.</summary>
    internal static void UnusedTensors(ILogger logger, string folder, WeightMatch match)
    {
        const int Named = 20;
        if (match.Unused.Length > 0)
        {
            UnusedTensors(logger, folder, match.Unused.Length, string.Join(", ", match.Unused.Take(Named)) + (match.Unused.Length > Named ? ", …" : string.Empty));
        }
    }

    /// <summary>The same for a logger that may not be there.</summary>
    internal static void UnusedTensors(ILoggerFactory? loggers, string folder, WeightMatch match)
    {
        if (loggers is not null)
        {
            UnusedTensors(loggers.CreateLogger(Category), folder, match);
        }
    }
}
