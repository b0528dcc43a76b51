using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>A head as it is saved.</summary>
internal sealed record SavedHead
{
    /// <summary>The kind's name.</summary>
    public required string Kind { get; init; }

    /// <summary>The kind's options.</summary>
    public JsonObject Options { get; init; } = [];
}
