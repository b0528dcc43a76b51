using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;

namespace TransferLearning.TextClassification.Families.ModernBert;

/// <summary>
/// What a ModernBERT's <c>config.json</c> says of windows and rotations: <c>layer_types</c>, else every <c>global_attn_every_n_layers</c>th layer sees all;
/// <c>rope_parameters</c>, else <c>global_rope_theta</c> and <c>local_rope_theta</c>.
/// </summary>
internal static class ModernBertPositions
{
    private const string Whole = "full_attention";
    private const string Window = "sliding_attention";
    private const double LargestTheta = 1e12;

    /// <summary>For each layer whether its tokens see the whole text.</summary>
    internal static ImmutableArray<bool> ReadLayerTypes(CheckpointConfiguration values, int layers)
    {
        IReadOnlyList<string> types = values.GetStrings("layer_types");
        if (types.Count == 0)
        {
            int every = values.GetInt("global_attn_every_n_layers", 3, 1, 1 << 24);
            return [.. Enumerable.Range(0, layers).Select(layer => layer % every == 0)];
        }

        return types.Count == layers && types.All(type => type is Whole or Window)
            ? [.. types.Select(type => type == Whole)]
            : throw values.Wrong("layer_types", $"for each of the {layers} layers '{Whole}' or '{Window}' is expected");
    }

    /// <summary>The bases of the wave lengths.</summary>
    internal static (double Whole, double Window) ReadTheta(CheckpointConfiguration values)
    {
        if (values.Has("rope_scaling"))
        {
            throw values.Wrong("rope_scaling", "none is expected: rotations are not scaled in this library");
        }

        double whole = values.GetDouble("global_rope_theta", 160_000, 1, LargestTheta);
        bool isStatedAsNone = values.Json.ContainsKey("local_rope_theta") && !values.Has("local_rope_theta"); // then windows turn as the rest does
        double window = values.GetDouble("local_rope_theta", isStatedAsNone ? whole : 10_000, 1, LargestTheta);
        if (!values.Has("rope_parameters"))
        {
            return (whole, window);
        }

        CheckpointConfiguration parameters = new(values.Path, values.GetObject("rope_parameters"));
        bool areForAll = parameters.Has("rope_theta");
        return (Theta(areForAll ? parameters : Part(Whole), whole), Theta(areForAll ? parameters : Part(Window), window));

        CheckpointConfiguration Part(string name) => new(values.Path, parameters.Has(name) ? parameters.GetObject(name) : new JsonObject());
    }

    private static double Theta(CheckpointConfiguration part, double absent)
    {
        return part.GetString("rope_type", "default") == "default"
            ? part.GetDouble("rope_theta", absent, 1, LargestTheta)
            : throw part.Wrong("rope_type", "'default' is expected, the only kind of rotation that this library knows");
    }
}
