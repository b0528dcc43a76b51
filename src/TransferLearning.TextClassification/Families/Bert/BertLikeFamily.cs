using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;

namespace TransferLearning.TextClassification.Families.Bert;

/// <summary>A family that is built like BERT; a layout says all that is special.</summary>
/// <typeparam name="TOptions">The options' type.</typeparam>
internal class BertLikeFamily<TOptions>(BertLayout layout) : EncoderFamily<TOptions>, IHeadOwner
    where TOptions : EncoderOptions
{
    public sealed override string Name => layout.Name;

    public sealed override Pooling DefaultPooling => layout.Pooling;

    public HeadKind Head => layout.Head;

    public sealed override ImmutableArray<Pooling> Poolings => layout.HasPooler ? [Pooling.Pooler, .. PackedPooling.OfTokens] : PackedPooling.OfTokens;

    internal sealed override string? CheckpointPrefix => layout.Prefix;

    internal sealed override string? ClassifierArchitecture => layout.Architecture;

    internal sealed override TensorNameTable TensorNames => layout.Names;

    internal sealed override ImmutableArray<string> OptionalParameters => layout.HasPooler ? ["pooler.weight", "pooler.bias"] : [];

    internal sealed override ImmutableArray<string> ClassifierDropoutKeys => layout.ClassifierDropoutKeys;

    internal sealed override double UsualClassifierDropout => layout.ClassifierDropout;

    internal override ImmutableArray<string> SizeKeys => [.. base.SizeKeys.Select(layout.KeyOf).Union(base.SizeKeys), "num_hidden_groups"];

    internal sealed override EncoderLimits LimitsOf(EncoderConfiguration configuration)
    {
        BertConfiguration read = BertConfiguration.Read(configuration, layout);
        return new(read.Positions, read.VocabularySize, read.TokenTypes, read.Shape.Layers);
    }

    public override TextEncoder Create(EncoderConfiguration configuration) =>
        new BertEncoder(BertConfiguration.Read(configuration, layout), configuration.Pooling);

    public override JsonObject Configure(TOptions options, int vocabularySize) => throw FromCheckpointOnly.Refuse(Name);
}
