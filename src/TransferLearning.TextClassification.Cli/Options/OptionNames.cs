using System.Text.RegularExpressions;

namespace TransferLearning.TextClassification.Cli.Options;

/// <summary>The library's messages name its own members; here they are called by the option that sets them.</summary>
internal static partial class OptionNames
{
    private static readonly Dictionary<string, string> ByMember = new(StringComparer.Ordinal)
    {
        ["MaxTokens"] = "--max-tokens",
        ["Pooling"] = "--pooling",
        ["WordVectors"] = "--word-vectors",
        ["LearningRate"] = "--learning-rate",
        ["WeightDecay"] = "--weight-decay",
        ["Epochs"] = "--epochs",
        ["BatchSize"] = "--batch-size",
        ["MaxTokensPerBatch"] = "--max-tokens-per-batch",
        ["Seed"] = "--seed",
        ["Device"] = "--device",
        ["Precision"] = "--precision",
        ["Format"] = "--format",
        ["Delimiter"] = "--delimiter",
        ["HasHeader"] = "--no-header",
        ["LabelColumn"] = "--label-column",
        ["TextColumn"] = "--text-column",
        ["SecondTextColumn"] = "--text-b-column",
        ["MaxCellBytes"] = "--max-cell-bytes",
        ["Task"] = "--task",
        ["TokenCacheFolder"] = "--token-cache",
    };

    internal static string Translate(string message) =>
        Member().Replace(message, match => ByMember.GetValueOrDefault(match.Groups["member"].Value, match.Value));

    [GeneratedRegex(@"\b\w*Options\.(?<member>\w+)\b|\b(?<member>MaxTokens)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Member();
}
