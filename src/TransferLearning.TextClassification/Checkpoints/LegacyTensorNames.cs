namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>Names that checkpoints of old carry, of any family.</summary>
internal static class LegacyTensorNames
{
    private static readonly string[] Buffers = ["position_ids", "token_type_ids"];

    /// <summary>The name of today: <c>LayerNorm.gamma</c> and <c>LayerNorm.beta</c> (from TensorFlow) are <c>weight</c> and <c>bias</c>.</summary>
    /// <param name="name">A checkpoint's name.</param>
    /// <returns>The name of today, or null for a buffer that holds no parameter (<c>position_ids</c>).</returns>
    internal static string? Modernize(string name)
    {
        string last = name[(name.LastIndexOf('.') + 1)..];
        return last switch
        {
            "gamma" when IsLayerNorm(name) => name[..^"gamma".Length] + "weight",
            "beta" when IsLayerNorm(name) => name[..^"beta".Length] + "bias",
            _ => Buffers.Contains(last, StringComparer.Ordinal) ? null : name,
        };
    }

    private static bool IsLayerNorm(string name)
    {
        string owner = name[..Math.Max(name.LastIndexOf('.'), 0)];
        return owner.EndsWith("LayerNorm", StringComparison.Ordinal) || owner.EndsWith("layer_norm", StringComparison.Ordinal);
    }
}
