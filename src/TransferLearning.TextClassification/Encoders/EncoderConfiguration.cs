using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>What an encoder is built from: the content of its <c>config.json</c> and the pooling that was chosen.</summary>
[Experimental("TLTC1001")]
public sealed class EncoderConfiguration
{
    /// <summary>The content of <c>config.json</c>, as a checkpoint, a saved classifier or <see cref="EncoderFamily{TOptions}.Configure"/> gave it.</summary>
    public required JsonObject Values { get; init; }

    /// <summary>How token vectors become a text's vector.</summary>
    public required Pooling Pooling { get; init; }

    /// <summary>Where the values came from, for messages; null for a new encoder.</summary>
    public string? Path { get; init; }
}
