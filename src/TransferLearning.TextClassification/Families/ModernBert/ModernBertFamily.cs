using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;

namespace TransferLearning.TextClassification.Families.ModernBert;

/// <summary>The ModernBERT family: names and options of the reference implementation's <c>modernbert</c>.</summary>
internal sealed class ModernBertFamily : EncoderFamily<PretrainedOptions>, IHeadOwner
{
    internal static ModernBertFamily Instance { get; } = new();

    public override string Name => "modernbert";

    public override Pooling DefaultPooling => Pooling.FirstToken;

    public HeadKind Head { get; } = new ReferenceHeadKind("modernbert", "classifier.weight", CreateHead);

    public override ImmutableArray<Pooling> Poolings => PackedPooling.OfTokens;

    internal override string? CheckpointPrefix => "model";

    internal override string? ClassifierArchitecture => "ModernBertForSequenceClassification";

    internal override ImmutableArray<string> ClassifierDropoutKeys => ["classifier_dropout"];

    internal override double UsualClassifierDropout => 0;

    internal override ImmutableArray<string> SizeKeys => [.. base.SizeKeys, "local_attention"];

    internal override TensorNameTable TensorNames { get; } = new(
        ("tokens", "embeddings.tok_embeddings"),
        ("embedding_norm", "embeddings.norm"),
        ("norm", "final_norm"),
        ("layers.{n}.attention_norm", "layers.{n}.attn_norm"),
        ("layers.{n}.attention.projection", "layers.{n}.attn.Wqkv"),
        ("layers.{n}.attention.output", "layers.{n}.attn.Wo"),
        ("layers.{n}.output_norm", "layers.{n}.mlp_norm"),
        ("layers.{n}.feed_forward.inner", "layers.{n}.mlp.Wi"),
        ("layers.{n}.feed_forward.outer", "layers.{n}.mlp.Wo"));

    internal override Pooling ClassifierPooling(JsonObject configuration)
    {
        CheckpointConfiguration values = new("The ModernBERT configuration", configuration);
        return values.GetString("classifier_pooling", "cls") switch
        {
            "cls" => Pooling.FirstToken,
            "mean" => Pooling.Mean,
            _ => throw values.Wrong("classifier_pooling", "'cls' or 'mean' is expected"),
        };
    }

    internal override EncoderLimits LimitsOf(EncoderConfiguration configuration)
    {
        ModernBertConfiguration read = ModernBertConfiguration.Read(configuration);
        return new(read.Positions, read.VocabularySize, Layers: read.Shape.Layers);
    }

    public override TextEncoder Create(EncoderConfiguration configuration) => new ModernBertEncoder(ModernBertConfiguration.Read(configuration), configuration.Pooling);

    public override JsonObject Configure(PretrainedOptions options, int vocabularySize) => throw FromCheckpointOnly.Refuse(Name);

    private static DenseHead CreateHead(HeadShape shape)
    {
        CheckpointConfiguration values = shape.Configuration;
        return new DenseHead(shape, new()
        {
            Activation = Activation.Read(values, "classifier_activation"),
            OutputDropout = shape.EncoderDropout,
            HasDenseBias = values.GetBool("classifier_bias", false),
            NormEpsilon = values.GetDouble("norm_eps", ModernBertConfiguration.UsualEpsilon, 0, 1),
            HasNormBias = values.GetBool("norm_bias", false),
            ComesWithEncoder = true,
            TensorNames = new(("dense", "head.dense"), ("norm", "head.norm")),
        });
    }
}
