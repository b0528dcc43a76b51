using System.Collections.Immutable;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Families.ModernBert;

/// <summary>What <c>config.json</c> says of a ModernBERT (the keys and defaults of the reference implementation's <c>ModernBertConfig</c>, of every generation).</summary>
internal sealed record ModernBertConfiguration
{
    internal const double UsualEpsilon = 1e-5;

    private const int LargestSize = 1 << 24;
    private const double LargestDropout = 0.999;

    internal required int VocabularySize { get; init; }

    internal required int Positions { get; init; }

    internal required int PaddingId { get; init; }

    internal required double InitializerRange { get; init; }

    internal required double EmbeddingDropout { get; init; }

    internal required double FeedForwardDropout { get; init; }

    internal required bool HasAttentionBias { get; init; }

    internal required bool HasFeedForwardBias { get; init; }

    internal required bool HasNormBias { get; init; }

    /// <summary>For each layer whether its tokens see the whole text, and not a window of it.</summary>
    internal required ImmutableArray<bool> SeesAll { get; init; }

    /// <summary>How many places away a token of a window is seen.</summary>
    internal required int Reach { get; init; }

    /// <summary>The base of the wave lengths where a layer sees the whole text, and where it does not.</summary>
    internal required (double Whole, double Window) Theta { get; init; }

    internal required TransformerShape Shape { get; init; }

    internal int HeadSize => Shape.HiddenSize / Shape.AttentionHeads;

    internal static ModernBertConfiguration Read(EncoderConfiguration source)
    {
        CheckpointConfiguration values = new(source.Path ?? "The ModernBERT configuration", source.Values);
        int hidden = Size("hidden_size", 768);
        int heads = Size("num_attention_heads", 12);
        int layers = values.GetInt("num_hidden_layers", 22, 1, TransformerShape.MostLayers);
        if (hidden % (2 * heads) != 0)
        {
            throw values.Wrong("hidden_size", $"a multiple of twice num_attention_heads ({heads}) is expected, for the dimensions of a head are rotated in pairs");
        }

        return new ModernBertConfiguration
        {
            VocabularySize = Size("vocab_size", 50368),
            Positions = Size("max_position_embeddings", 8192),
            PaddingId = values.GetInt("pad_token_id", 50283, 0, LargestSize),
            InitializerRange = values.GetDouble("initializer_range", 0.02, 0, 10),
            EmbeddingDropout = Dropout("embedding_dropout"),
            FeedForwardDropout = Dropout("mlp_dropout"),
            HasAttentionBias = values.GetBool("attention_bias", false),
            HasFeedForwardBias = values.GetBool("mlp_bias", false),
            HasNormBias = values.GetBool("norm_bias", false),
            SeesAll = ModernBertPositions.ReadLayerTypes(values, layers),
            Reach = values.GetInt("local_attention", 128, 0, LargestSize) / 2,
            Theta = ModernBertPositions.ReadTheta(values),
            Shape = new TransformerShape
            {
                HiddenSize = hidden,
                Layers = layers,
                AttentionHeads = heads,
                IntermediateSize = Size("intermediate_size", 1152),
                HiddenDropout = Dropout("attention_dropout"), // the reference's after the attention; there is none after the feed-forward block
                AttentionDropout = Dropout("attention_dropout"),
                NormEpsilon = values.GetDouble("norm_eps", UsualEpsilon, 0, 1),
                Activation = Activation.ReadName(values, "hidden_activation"),
            },
        };

        int Size(string key, int absent) => values.GetInt(key, absent, 1, LargestSize);

        double Dropout(string key) => values.GetDouble(key, 0, 0, LargestDropout);
    }
}
