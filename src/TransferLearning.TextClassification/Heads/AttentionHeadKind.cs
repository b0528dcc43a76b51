using System.Text.Json.Serialization.Metadata;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Heads;

/// <summary>The attention head.</summary>
internal sealed class AttentionHeadKind : HeadKind<AttentionHeadOptions>
{
    internal static AttentionHeadKind Instance { get; } = new();

    public override string Name => "attention";

    internal override bool Pools => true;

    protected override JsonTypeInfo<AttentionHeadOptions> OptionsType => HeadJsonContext.Default.AttentionHeadOptions;

    public override IEnumerable<string> FindProblems(AttentionHeadOptions options)
    {
        const string Record = nameof(AttentionHeadOptions);
        return
        [
            .. HeadOptionsChecks.Size(Record, nameof(options.Size), options.Size),
            .. HeadOptionsChecks.Size(Record, nameof(options.Hops), options.Hops),
            .. HeadOptionsChecks.Dropout(Record, options.Dropout),
        ];
    }

    public override ClassificationHead Create(AttentionHeadOptions options, HeadShape shape) => new AttentionHead(shape, options);
}
