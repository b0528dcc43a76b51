using System.Collections.Immutable;
using System.Text.Json;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Families.DebertaV2;

/// <summary>What <c>config.json</c> says of a DeBERTa-v2 or -v3 (the keys and defaults of the reference implementation's <c>DebertaV2Config</c>).</summary>
internal sealed record DebertaV2Configuration
{
    private const int LargestSize = 1 << 24;
    private const double LargestDropout = 0.999;
    private const string ContentToPosition = "c2p";
    private const string PositionToContent = "p2c";

    internal required int VocabularySize { get; init; }

    internal required int EmbeddingSize { get; init; }

    internal required int Positions { get; init; }

    /// <summary>Whether embeddings have a part of the position.</summary>
    internal required bool HasPositionTable { get; init; }

    /// <summary>Rows of the type table; 0: there is none.</summary>
    internal required int TokenTypes { get; init; }

    internal required int PaddingId { get; init; }

    internal required double InitializerRange { get; init; }

    /// <summary>The distances that have vectors; null: attention does not look at distances.</summary>
    internal required DistanceScale? Distances { get; init; }

    internal required bool NormsDistances { get; init; }

    internal required DisentangledShape Terms { get; init; }

    internal required TransformerShape Shape { get; init; }

    internal static DebertaV2Configuration Read(EncoderConfiguration source)
    {
        CheckpointConfiguration values = new(source.Path ?? "The DeBERTa configuration", source.Values);
        int hidden = Size("hidden_size", 1536);
        int heads = Size("num_attention_heads", 24);
        int positions = Size("max_position_embeddings", 512);
        EnsureKnown(values, hidden, heads);
        ImmutableArray<string> types = ReadTypes(values);
        DistanceScale? distances = values.GetBool("relative_attention", false) ? ReadDistances(values, positions) : null;
        return new DebertaV2Configuration
        {
            VocabularySize = Size("vocab_size", 128100),
            EmbeddingSize = Size("embedding_size", hidden),
            Positions = positions,
            HasPositionTable = values.GetBool("position_biased_input", true),
            TokenTypes = values.GetInt("type_vocab_size", 0, 0, LargestSize),
            PaddingId = values.GetInt("pad_token_id", 0, 0, LargestSize),
            InitializerRange = values.GetDouble("initializer_range", 0.02, 0, 10),
            Distances = distances,
            NormsDistances = values.GetString("norm_rel_ebd", "none").Split('|', StringSplitOptions.TrimEntries).Contains("layer_norm", StringComparer.OrdinalIgnoreCase),
            Terms = new(types.Contains(ContentToPosition), types.Contains(PositionToContent), values.GetBool("share_att_key", false)),
            Shape = new TransformerShape
            {
                HiddenSize = hidden,
                Layers = values.GetInt("num_hidden_layers", 24, 1, TransformerShape.MostLayers),
                AttentionHeads = heads,
                IntermediateSize = Size("intermediate_size", 6144),
                HiddenDropout = values.GetDouble("hidden_dropout_prob", 0.1, 0, LargestDropout),
                AttentionDropout = values.GetDouble("attention_probs_dropout_prob", 0.1, 0, LargestDropout),
                NormEpsilon = values.GetDouble("layer_norm_eps", 1e-7, 0, 1),
                Activation = Activation.ReadName(values, "hidden_act"),
            },
        };

        int Size(string key, int absent) => values.GetInt(key, absent, 1, LargestSize);
    }

    private static DistanceScale ReadDistances(CheckpointConfiguration values, int positions)
    {
        const string Farthest = "max_relative_positions";
        int farthest = values.GetInt(Farthest, -1) is > 0 and int stated ? stated : positions;
        int buckets = values.GetInt("position_buckets", -1, -1, LargestSize);
        if (buckets == 1)
        {
            throw values.Wrong("position_buckets", "-1 or at least 2 is expected");
        }

        return buckets < 1 || farthest - 1 > buckets / 2
            ? new(buckets, farthest)
            : throw values.Wrong(Farthest, $"more than half of position_buckets ({buckets}) + 1 is expected; where it is absent or below 1, of max_position_embeddings ({positions})");
    }

    /// <summary><c>pos_att_type</c>, a list or a text with bars.</summary>
    private static ImmutableArray<string> ReadTypes(CheckpointConfiguration values)
    {
        const string Key = "pos_att_type";
        ImmutableArray<string> types = values.Json[Key]?.GetValueKind() == JsonValueKind.String
            ? [.. values.GetString(Key).ToLowerInvariant().Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]
            : [.. values.GetStrings(Key)];
        return types.All(type => type is ContentToPosition or PositionToContent)
            ? types
            : throw values.Wrong(Key, $"nothing but '{ContentToPosition}' and '{PositionToContent}' is expected");
    }

    private static void EnsureKnown(CheckpointConfiguration values, int hidden, int heads)
    {
        if (hidden % heads != 0)
        {
            throw values.Wrong("hidden_size", $"a multiple of num_attention_heads ({heads}) is expected");
        }

        if (values.GetInt("attention_head_size", hidden / heads) != hidden / heads)
        {
            throw values.Wrong("attention_head_size", $"hidden_size / num_attention_heads ({hidden / heads}) is expected");
        }

        if (values.GetInt("conv_kernel_size", 0) > 0)
        {
            throw values.Wrong("conv_kernel_size", "0 is expected: the convolution of the large DeBERTa-v2 is not known to this library");
        }
    }
}
