using System.Text.Json.Serialization.Metadata;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Heads;

/// <summary>The multi-layer perceptron head.</summary>
internal sealed class MlpHeadKind : HeadKind<MlpHeadOptions>
{
    private const int MostLayers = 64;

    internal static MlpHeadKind Instance { get; } = new();

    public override string Name => "mlp";

    protected override JsonTypeInfo<MlpHeadOptions> OptionsType => HeadJsonContext.Default.MlpHeadOptions;

    public override IEnumerable<string> FindProblems(MlpHeadOptions options)
    {
        const string Record = nameof(MlpHeadOptions);
        return
        [
            .. HeadOptionsChecks.Size(Record, nameof(options.Layers), options.Layers, MostLayers),
            .. HeadOptionsChecks.Size(Record, nameof(options.HiddenSize), options.HiddenSize),
            .. HeadOptionsChecks.Dropout(Record, options.Dropout),
            .. Activation.Find(options.Activation) is null
                ? (string[])[$"{Record}.{nameof(options.Activation)} is '{options.Activation}'; expected one of {string.Join(", ", Activation.Names)}."]
                : [],
        ];
    }

    public override ClassificationHead Create(MlpHeadOptions options, HeadShape shape) => new MlpHead(shape, options, Activation.Find(options.Activation)!);
}
