using Microsoft.Extensions.Logging;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>The messages of objectives.</summary>
internal static partial class ObjectiveLog
{
    [LoggerMessage(20, LogLevel.Information, "{Percent} % of the texts were cut at {MaxTokens} tokens")]
    internal static partial void Truncated(ILogger logger, string percent, int maxTokens);
}
