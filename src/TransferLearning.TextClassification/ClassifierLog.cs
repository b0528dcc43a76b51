using Microsoft.Extensions.Logging;
using TransferLearning.TextClassification.Data;
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

    [LoggerMessage(44, LogLevel.Warning, "{Rows} of {AllRows} rows of {Validation} also stand in {Train}; they make the validation look better than it is. Remove them from one of the two")]
    private static partial void Overlap(ILogger logger, int rows, int allRows, string validation, string train);

    [LoggerMessage(45, LogLevel.Warning, "Labels of {Train} differ only in case or surrounding blanks, and are classes of their own: {Labels}. Write them alike if they mean the same")]
    private static partial void Similar(ILogger logger, string train, string labels);

    /// <summary>Warns of labels that differ only in case or surrounding blanks, if there are any.</summary>
    /// <param name="logger">Where the message goes.</param>
    /// <param name="train">The training data.</param>
    /// <param name="task">The name of the task that it is of, where there are several; else null.</param>
    internal static void Similar(ILogger logger, TextDataset train, string? task = null)
    {
        IReadOnlyList<IReadOnlyList<string>> groups = SimilarLabels.Of(train.Labels);
        if (groups.Count > 0)
        {
            Similar(logger, train.Path ?? $"the training data{OfTask(task)}", SimilarLabels.Describe(groups));
        }
    }

    /// <summary>Warns of validation rows that stand in the training data too, if there are any.</summary>
    /// <param name="logger">Where the message goes.</param>
    /// <param name="train">The training data.</param>
    /// <param name="validation">The validation data, or null.</param>
    /// <param name="task">The name of the task that both are of, where there are several; else null.</param>
    internal static void Overlap(ILogger logger, TextDataset train, TextDataset? validation, string? task = null)
    {
        if (validation is null || !logger.IsEnabled(LogLevel.Warning))
        {
            return;
        }

        int rows = train.FindOverlap(validation).Rows;
        if (rows > 0)
        {
            bool haveNames = train.Path is not null && validation.Path is not null && train.Path != validation.Path;
            Overlap(logger, rows, validation.Count, haveNames ? validation.Path! : $"the validation data{OfTask(task)}", haveNames ? train.Path! : "the training data");
        }
    }

    private static string OfTask(string? task) => task is null ? string.Empty : $" of the task '{task}'";

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
