using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;

namespace TransferLearning.TextClassification.Families.DebertaV2;

/// <summary>The family of DeBERTa-v2 and -v3: names and options of the reference implementation's <c>deberta-v2</c>.</summary>
internal sealed class DebertaV2Family : EncoderFamily<PretrainedOptions>, IHeadOwner
{
    private const string Layer = "encoder.layer.{n}.";

    internal static DebertaV2Family Instance { get; } = new();

    public override string Name => "deberta-v2";

    public override Pooling DefaultPooling => Pooling.FirstToken;

    public HeadKind Head { get; } = new ReferenceHeadKind("deberta-v2", "classifier.weight", CreateHead);

    public override ImmutableArray<Pooling> Poolings => PackedPooling.OfTokens;

    internal override string? CheckpointPrefix => "deberta";

    internal override string? ClassifierArchitecture => "DebertaV2ForSequenceClassification";

    internal override ImmutableArray<string> ClassifierDropoutKeys => ["cls_dropout", "hidden_dropout_prob"];

    internal override ImmutableArray<string> SizeKeys => [.. base.SizeKeys, "position_buckets"];

    internal override TensorNameTable TensorNames { get; } = new(
        ("embeddings.tokens", "embeddings.word_embeddings"),
        ("embeddings.positions", "embeddings.position_embeddings"),
        ("embeddings.types", "embeddings.token_type_embeddings"),
        ("embeddings.projection", "embeddings.embed_proj"),
        ("embeddings.norm", "embeddings.LayerNorm"),
        ("distances", "encoder.rel_embeddings"),
        ("distance_norm", "encoder.LayerNorm"),
        ("layers.{n}.attention.query", Layer + "attention.self.query_proj"),
        ("layers.{n}.attention.key", Layer + "attention.self.key_proj"),
        ("layers.{n}.attention.value", Layer + "attention.self.value_proj"),
        ("layers.{n}.attention.distance_key", Layer + "attention.self.pos_key_proj"),
        ("layers.{n}.attention.distance_query", Layer + "attention.self.pos_query_proj"),
        ("layers.{n}.attention.output", Layer + "attention.output.dense"),
        ("layers.{n}.attention_norm", Layer + "attention.output.LayerNorm"),
        ("layers.{n}.feed_forward.inner", Layer + "intermediate.dense"),
        ("layers.{n}.feed_forward.outer", Layer + "output.dense"),
        ("layers.{n}.output_norm", Layer + "output.LayerNorm"));

    internal override EncoderLimits LimitsOf(EncoderConfiguration configuration)
    {
        DebertaV2Configuration read = DebertaV2Configuration.Read(configuration);
        return new(read.Positions, read.VocabularySize, read.TokenTypes, read.Shape.Layers);
    }

    public override TextEncoder Create(EncoderConfiguration configuration) => new DebertaV2Encoder(DebertaV2Configuration.Read(configuration), configuration.Pooling);

    public override JsonObject Configure(PretrainedOptions options, int vocabularySize) => throw FromCheckpointOnly.Refuse(Name);

    private static DenseHead CreateHead(HeadShape shape)
    {
        CheckpointConfiguration values = shape.Configuration;
        return new DenseHead(shape, new()
        {
            Activation = Activation.Read(values, "pooler_hidden_act"),
            InputDropout = values.GetDouble("pooler_dropout", 0, 0, 0.999),
            OutputDropout = shape.EncoderDropout,
            TensorNames = new(("dense", "pooler.dense")),
        });
    }
}
