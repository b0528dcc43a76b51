using System.Text.Json.Serialization.Metadata;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Heads;

/// <summary>The linear head.</summary>
internal sealed class LinearHeadKind : HeadKind<LinearHeadOptions>
{
    internal static LinearHeadKind Instance { get; } = new();

    public override string Name => "linear";

    protected override JsonTypeInfo<LinearHeadOptions> OptionsType => HeadJsonContext.Default.LinearHeadOptions;

    public override IEnumerable<string> FindProblems(LinearHeadOptions options) => HeadOptionsChecks.Dropout(nameof(LinearHeadOptions), options.Dropout);

    public override ClassificationHead Create(LinearHeadOptions options, HeadShape shape) => new LinearHead(shape, options.Dropout ?? shape.EncoderDropout);
}
