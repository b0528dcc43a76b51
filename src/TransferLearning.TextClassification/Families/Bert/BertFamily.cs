using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Families.Bert;

/// <summary>The BERT family: names and options of the reference implementation's <c>bert</c>.</summary>
internal sealed class BertFamily : EncoderFamily<BertEncoderOptions>
{
    internal static BertFamily Instance { get; } = new();

    public override string Name => "bert";

    public override Pooling DefaultPooling => Pooling.Pooler;

    internal override ImmutableArray<Pooling> Poolings => [Pooling.Pooler, Pooling.FirstToken, Pooling.LastToken, Pooling.Mean, Pooling.Max];

    internal override string? CheckpointPrefix => "bert";

    internal override string? ClassifierArchitecture => "BertForSequenceClassification";

    internal override ImmutableArray<string> OptionalParameters => ["pooler.weight", "pooler.bias"];

    internal override TensorNameTable TensorNames { get; } = new(
        ("embeddings.tokens", "embeddings.word_embeddings"),
        ("embeddings.positions", "embeddings.position_embeddings"),
        ("embeddings.types", "embeddings.token_type_embeddings"),
        ("embeddings.norm", "embeddings.LayerNorm"),
        ("layers.{n}.attention.query", "encoder.layer.{n}.attention.self.query"),
        ("layers.{n}.attention.key", "encoder.layer.{n}.attention.self.key"),
        ("layers.{n}.attention.value", "encoder.layer.{n}.attention.self.value"),
        ("layers.{n}.attention.output", "encoder.layer.{n}.attention.output.dense"),
        ("layers.{n}.attention_norm", "encoder.layer.{n}.attention.output.LayerNorm"),
        ("layers.{n}.feed_forward.inner", "encoder.layer.{n}.intermediate.dense"),
        ("layers.{n}.feed_forward.outer", "encoder.layer.{n}.output.dense"),
        ("layers.{n}.output_norm", "encoder.layer.{n}.output.LayerNorm"),
        ("pooler", "pooler.dense"));

    internal override EncoderLimits LimitsOf(EncoderConfiguration configuration)
    {
        BertConfiguration read = BertConfiguration.Read(configuration);
        return new(read.Positions, read.VocabularySize);
    }

    public override TextEncoder Create(EncoderConfiguration configuration) =>
        new BertEncoder(BertConfiguration.Read(configuration), configuration.Pooling);

    public override JsonObject Configure(BertEncoderOptions options, int vocabularySize)
    {
        int hidden = options.HiddenSize ?? 128;
        return new JsonObject
        {
            ["model_type"] = Name,
            ["vocab_size"] = vocabularySize,
            ["hidden_size"] = hidden,
            ["num_hidden_layers"] = options.Layers ?? 2,
            ["num_attention_heads"] = options.AttentionHeads ?? 4,
            ["intermediate_size"] = options.IntermediateSize ?? (4 * hidden),
            ["hidden_act"] = options.Activation ?? "gelu",
            ["hidden_dropout_prob"] = options.HiddenDropout ?? 0.1,
            ["attention_probs_dropout_prob"] = options.AttentionDropout ?? 0.1,
            ["max_position_embeddings"] = options.Positions ?? 512,
            ["type_vocab_size"] = 2,
            ["initializer_range"] = options.InitializerRange ?? 0.02,
            ["layer_norm_eps"] = 1e-12,
            ["pad_token_id"] = 0,
            ["position_embedding_type"] = "absolute",
        };
    }

    public override IEnumerable<string> FindProblems(BertEncoderOptions options, bool isPretrained) => BertOptionsChecks.FindProblems(options, isPretrained);

    public override void Adapt(BertEncoderOptions options, JsonObject configuration)
    {
        if (options.HiddenDropout is { } hidden)
        {
            configuration["hidden_dropout_prob"] = hidden;
        }

        if (options.AttentionDropout is { } attention)
        {
            configuration["attention_probs_dropout_prob"] = attention;
        }
    }
}
