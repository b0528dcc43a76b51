using Microsoft.Extensions.Logging;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>The messages of downloads.</summary>
internal static partial class HubLog
{
    [LoggerMessage(60, LogLevel.Information, "{Model}: {Count} files ({Bytes} bytes) are downloaded to {Folder}")]
    internal static partial void Downloading(ILogger logger, HubName model, int count, long bytes, string folder);

    [LoggerMessage(62, LogLevel.Information, "{Model}: another download has '{File}' under way and is waited for. It holds {Lock}")]
    internal static partial void Waiting(ILogger logger, HubName model, string file, string @lock);

    [LoggerMessage(61, LogLevel.Warning, "The copy in the cache is used, {Folder}, which may be old or lack files. {Problem}")]
    internal static partial void CacheInstead(ILogger logger, string folder, string problem);

    [LoggerMessage(63, LogLevel.Warning, "{Model}: the hub was not asked, and the cache does not say whether the checkpoint has {Files}; it is read as one that has not, so its pooling or thresholds may be others than its own. One download with the hub in reach settles that")]
    internal static partial void Unknown(ILogger logger, HubName model, string files);
}
