using Microsoft.Extensions.Logging;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>The messages of the cache of tokenized texts.</summary>
internal static partial class TokenCacheLog
{
    [LoggerMessage(70, LogLevel.Information, "{Count} tokenized texts were read from '{File}'")]
    internal static partial void Read(ILogger logger, string file, int count);

    [LoggerMessage(71, LogLevel.Information, "{Count} tokenized texts were written to '{File}'")]
    internal static partial void Written(ILogger logger, string file, int count);

    [LoggerMessage(72, LogLevel.Warning, "'{File}' is damaged; the texts are tokenized again and it is written anew")]
    internal static partial void Damaged(ILogger logger, string file);

    [LoggerMessage(73, LogLevel.Warning, "'{File}' cannot be read ({Problem}); the texts are tokenized again")]
    internal static partial void NotRead(ILogger logger, string file, string problem);

    [LoggerMessage(74, LogLevel.Warning, "'{File}' cannot be written ({Problem}); the texts will be tokenized again next time. Check the folder's permissions and the disk's free space, or choose another folder")]
    internal static partial void NotWritten(ILogger logger, string file, string problem);
}
