using TransferLearning.TextClassification.Checkpoints;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>The pooling that a sentence-embedding checkpoint states in <c>1_Pooling/config.json</c>.</summary>
internal static class PoolingConfiguration
{
    internal const string FileName = "1_Pooling/config.json";

    private static readonly (string Key, string Mode, Pooling? Pooling)[] Modes =
    [
        ("pooling_mode_cls_token", "cls", Pooling.FirstToken),
        ("pooling_mode_mean_tokens", "mean", Pooling.Mean),
        ("pooling_mode_max_tokens", "max", Pooling.Max),
        ("pooling_mode_lasttoken", "lasttoken", Pooling.LastToken),
        ("pooling_mode_mean_sqrt_len_tokens", "mean_sqrt_len_tokens", null),
        ("pooling_mode_weightedmean_tokens", "weightedmean", null),
    ];

    /// <summary>Whether there is such a file.</summary>
    internal static bool IsIn(string folder) => File.Exists(PathIn(folder));

    /// <summary>The stated pooling, or null where there is no such file, or it states several or another one.</summary>
    internal static Pooling? TryRead(string folder)
    {
        string path = PathIn(folder);
        if (!IsIn(folder))
        {
            return null;
        }

        CheckpointConfiguration configuration = CheckpointConfiguration.ReadFile(path);
        string mode = configuration.GetString("pooling_mode", string.Empty);
        Pooling?[] stated = [.. Modes.Where(known => known.Mode == mode || configuration.GetBool(known.Key, false)).Select(known => known.Pooling).Distinct()];
        return stated is [Pooling one] ? one : null;
    }

    private static string PathIn(string folder) => Path.Combine(folder, "1_Pooling", "config.json");
}
