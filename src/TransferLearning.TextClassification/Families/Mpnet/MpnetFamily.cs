using System.Collections.Immutable;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Families.Roberta;

namespace TransferLearning.TextClassification.Families.Mpnet;

/// <summary>MPNet (Song et al. 2020): the reference implementation's <c>mpnet</c>.</summary>
internal sealed class MpnetFamily() : BertLikeFamily<PretrainedOptions>(Layout)
{
    private const string Layer = "encoder.layer.{n}.";

    private static readonly BertLayout Layout = new()
    {
        Name = "mpnet",
        Prefix = "mpnet",
        Architecture = "MPNetForSequenceClassification",
        Head = RobertaHead.Kind,
        HasPooler = true,
        HasTypes = false,
        PositionsFollowPadding = true,
        FixedPaddingId = 1, // the reference does not look at pad_token_id
        ClassifierDropoutKeys = ["hidden_dropout_prob"],
        VocabularySize = 30527,
        Names = BertNames.Outside.With(
            ("distance_biases", "encoder.relative_attention_bias"),
            ("layers.{n}.attention.query", Layer + "attention.attn.q"),
            ("layers.{n}.attention.key", Layer + "attention.attn.k"),
            ("layers.{n}.attention.value", Layer + "attention.attn.v"),
            ("layers.{n}.attention.output", Layer + "attention.attn.o"),
            ("layers.{n}.attention_norm", Layer + "attention.LayerNorm"),
            ("layers.{n}.feed_forward.inner", Layer + "intermediate.dense"),
            ("layers.{n}.feed_forward.outer", Layer + "output.dense"),
            ("layers.{n}.output_norm", Layer + "output.LayerNorm")),
    };

    internal static MpnetFamily Instance { get; } = new();

    internal override ImmutableArray<string> SizeKeys => [.. base.SizeKeys, "relative_attention_num_buckets"];

    public override TextEncoder Create(EncoderConfiguration configuration)
    {
        CheckpointConfiguration values = new(configuration.Path ?? "The MPNet configuration", configuration.Values);
        int buckets = values.GetInt("relative_attention_num_buckets", DistanceBuckets.Count, DistanceBuckets.Count, 1 << 16);
        return new MpnetEncoder(BertConfiguration.Read(configuration, Layout), buckets, configuration.Pooling);
    }
}
