namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>What is known of each <see cref="StoredType"/>.</summary>
internal static class StoredTypes
{
    private static readonly Dictionary<string, StoredType> BySafetensorsName = new(StringComparer.Ordinal)
    {
        ["F16"] = StoredType.Float16,
        ["BF16"] = StoredType.BFloat16,
        ["F32"] = StoredType.Float32,
        ["F64"] = StoredType.Float64,
        ["I8"] = StoredType.Int8,
        ["I16"] = StoredType.Int16,
        ["I32"] = StoredType.Int32,
        ["I64"] = StoredType.Int64,
        ["U8"] = StoredType.UInt8,
        ["BOOL"] = StoredType.Bool,
    };

    /// <summary>The names that <see cref="TryParseSafetensors"/> knows.</summary>
    internal static string SafetensorsNames => string.Join(", ", BySafetensorsName.Keys);

    /// <summary>Reads the name that a safetensors header gives a number format.</summary>
    internal static bool TryParseSafetensors(string? name, out StoredType type) => BySafetensorsName.TryGetValue(name ?? string.Empty, out type);

    /// <summary>The bytes of one number.</summary>
    internal static int Size(this StoredType type) => type switch
    {
        StoredType.Int8 or StoredType.UInt8 or StoredType.Bool => 1,
        StoredType.Float16 or StoredType.BFloat16 or StoredType.Int16 => 2,
        StoredType.Float32 or StoredType.Int32 => 4,
        StoredType.Float64 or StoredType.Int64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
