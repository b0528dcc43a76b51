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
        ["CheckpointFolder"] = "--checkpoint",
        ["Encoding"] = "--encoding",
    };

    /// <summary>Values of the library that the command line says otherwise.</summary>
    private static readonly Dictionary<string, string> ByValue = new(StringComparer.Ordinal)
    {
        ["TextQuoting.None"] = "--format tsv with --delimiter",
        ["TextQuoting.DoubleQuotes"] = "--format csv with --delimiter",
        ["TextLabelling.None"] = "tltc predict",
        ["TextTask.Regression"] = "--task regression",
        ["FirstToken"] = "first",
        ["LastToken"] = "last",
        ["LastMaxMean"] = "last-max-mean",
        ["LastLayers"] = "last-layers",
    };

    internal static string Translate(string message) => Twice().Replace(
        Member().Replace(message, match => ByValue.GetValueOrDefault(match.Value) ?? ByMember.GetValueOrDefault(match.Groups["member"].Value, match.Value)), "${option}");

    [GeneratedRegex(@"\b\w*Options\.(?<member>\w+)\b|\b(?<member>MaxTokens)\b|\bText(Quoting|Labelling|Task)\.\w+\b|\b(FirstToken|LastToken|LastMaxMean|LastLayers)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Member();

    /// <summary>Messages of the library may name a member and its option: one word then stands there twice.</summary>
    [GeneratedRegex(@"(?<option>--[a-z-]+), \k<option>\b", RegexOptions.CultureInvariant)]
    private static partial Regex Twice();
}
