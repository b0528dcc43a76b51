using Microsoft.Extensions.Logging;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>The messages of objectives.</summary>
internal static partial class ObjectiveLog
{
    [LoggerMessage(20, LogLevel.Information, "{Percent} % of the texts were cut at {MaxTokens} tokens")]
    internal static partial void Truncated(ILogger logger, string percent, int maxTokens);

    [LoggerMessage(21, LogLevel.Information, "Validation of {Task}: loss {Loss:0.0000}, accuracy {Accuracy:0.0000}, macro F1 {MacroF1:0.0000}")]
    internal static partial void TaskValidated(ILogger logger, string task, double loss, double? accuracy, double? macroF1);
}
