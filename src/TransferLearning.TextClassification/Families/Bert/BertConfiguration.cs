using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Families.Bert;

/// <summary>What <c>config.json</c> says of a BERT (the keys and defaults of the reference implementation's <c>BertConfig</c>).</summary>
internal sealed record BertConfiguration
{
    private const int LargestSize = 1 << 24;
    private const double LargestDropout = 0.999;

    internal required int VocabularySize { get; init; }

    internal required int Positions { get; init; }

    internal required int TokenTypes { get; init; }

    internal required double InitializerRange { get; init; }

    internal required int PaddingId { get; init; }

    internal required TransformerShape Shape { get; init; }

    internal static BertConfiguration Read(EncoderConfiguration source)
    {
        CheckpointConfiguration values = new(source.Path ?? "The BERT configuration", source.Values);
        int hidden = Size("hidden_size", 768);
        int heads = Size("num_attention_heads", 12);
        if (hidden % heads != 0)
        {
            throw values.Wrong("hidden_size", $"a multiple of num_attention_heads ({heads}) is expected");
        }

        if (values.GetString("position_embedding_type", "absolute") != "absolute")
        {
            throw values.Wrong("position_embedding_type", "'absolute' is expected, the only kind that this library knows for BERT");
        }

        return new BertConfiguration
        {
            VocabularySize = Size("vocab_size", 30522),
            Positions = Size("max_position_embeddings", 512),
            TokenTypes = Size("type_vocab_size", 2),
            InitializerRange = values.GetDouble("initializer_range", 0.02, 0, 10),
            PaddingId = values.GetInt("pad_token_id", 0, 0, LargestSize),
            Shape = new TransformerShape
            {
                HiddenSize = hidden,
                Layers = Size("num_hidden_layers", 12),
                AttentionHeads = heads,
                IntermediateSize = Size("intermediate_size", 3072),
                HiddenDropout = values.GetDouble("hidden_dropout_prob", 0.1, 0, LargestDropout),
                AttentionDropout = values.GetDouble("attention_probs_dropout_prob", 0.1, 0, LargestDropout),
                NormEpsilon = values.GetDouble("layer_norm_eps", 1e-12, 0, 1),
                Activation = Activation.Find(values.GetString("hidden_act", "gelu")) is not null ? values.GetString("hidden_act", "gelu")
                    : throw values.Wrong("hidden_act", $"one of {string.Join(", ", Activation.Names)} is expected"),
            },
        };

        int Size(string key, int absent) => values.GetInt(key, absent, 1, LargestSize);
    }
}
