using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Tests.Encoders;

/// <summary>An application's own kind of encoder, written with nothing but what is public.</summary>
internal sealed class OwnFamily : EncoderFamily<OwnOptions>
{
    internal static OwnFamily Instance { get; } = new();

    public override string Name => "acme.own";

    public override TextEncoder Create(EncoderConfiguration configuration)
    {
        int size = (int)configuration.Values["size"]!;
        return size > 0
            ? new OwnEncoder((int)configuration.Values["vocab_size"]!, size)
            : throw new CheckpointException($"{configuration.Path}: 'size' is {size}; at least 1 is expected.");
    }

    public override JsonObject Configure(OwnOptions options, int vocabularySize) => new() { ["vocab_size"] = vocabularySize, ["size"] = options.Size, ["num_hidden_layers"] = 1 };

    public override IEnumerable<string> FindProblems(OwnOptions options, bool isPretrained) => options.Size < 1 ? [$"Size is {options.Size}; expected at least 1."] : [];
}
