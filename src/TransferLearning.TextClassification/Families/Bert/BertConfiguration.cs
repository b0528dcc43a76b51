using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Families.Bert;

/// <summary>What <c>config.json</c> says of an encoder that is built like BERT (the keys and defaults of the reference implementation's configurations).</summary>
internal sealed record BertConfiguration
{
    private const int LargestSize = 1 << 24;
    private const double LargestDropout = 0.999;

    internal required int VocabularySize { get; init; }

    /// <summary>Rows of the position table.</summary>
    internal required int PositionRows { get; init; }

    /// <summary>Whether positions count the tokens that are no padding, from the padding's id + 1 on.</summary>
    internal required bool PositionsFollowPadding { get; init; }

    /// <summary>Rows of the type table; 0: there is none.</summary>
    internal required int TokenTypes { get; init; }

    internal required int EmbeddingSize { get; init; }

    internal required bool HasProjection { get; init; }

    /// <summary>How many layers have weights of their own.</summary>
    internal required int OwnLayers { get; init; }

    internal required double InitializerRange { get; init; }

    internal required int PaddingId { get; init; }

    internal required TransformerShape Shape { get; init; }

    /// <summary>The longest text in tokens.</summary>
    internal int Positions => PositionsFollowPadding ? PositionRows - PaddingId - 1 : PositionRows;

    /// <summary>Which of the layers with weights of their own stands at a place; neighbours share one.</summary>
    internal int OwnLayerAt(int layer) => (int)(layer / (Shape.Layers / (double)OwnLayers));

    internal static BertConfiguration Read(EncoderConfiguration source, BertLayout layout)
    {
        CheckpointConfiguration values = new(source.Path ?? $"The configuration of the encoder '{layout.Name}'", source.Values);
        int hidden = Size("hidden_size", layout.HiddenSize);
        int heads = Size("num_attention_heads", layout.AttentionHeads);
        int layers = values.GetInt(KeyOf("num_hidden_layers"), layout.Layers, 1, TransformerShape.MostLayers);
        int embedding = layout.HasEmbeddingSize ? Size("embedding_size", layout.EmbeddingSize) : hidden;
        BertConfiguration read = new()
        {
            VocabularySize = Size("vocab_size", layout.VocabularySize),
            PositionRows = Size("max_position_embeddings", 512),
            PositionsFollowPadding = layout.PositionsFollowPadding,
            TokenTypes = layout.HasTypes ? Size("type_vocab_size", 2) : 0,
            EmbeddingSize = embedding,
            HasProjection = layout.AlwaysProjects || embedding != hidden,
            OwnLayers = layout.SharesLayers ? values.GetInt("num_hidden_groups", 1, 1, layers) : layers,
            InitializerRange = values.GetDouble("initializer_range", 0.02, 0, 10),
            PaddingId = layout.FixedPaddingId ?? values.GetInt("pad_token_id", layout.PaddingId, 0, LargestSize),
            Shape = new TransformerShape
            {
                HiddenSize = hidden,
                Layers = layers,
                AttentionHeads = heads,
                IntermediateSize = Size("intermediate_size", layout.IntermediateSize),
                HiddenDropout = values.GetDouble(KeyOf("hidden_dropout_prob"), layout.Dropout, 0, LargestDropout),
                AttentionDropout = values.GetDouble(KeyOf("attention_probs_dropout_prob"), layout.Dropout, 0, LargestDropout),
                NormEpsilon = values.GetDouble("layer_norm_eps", 1e-12, 0, 1),
                Activation = Activation.ReadName(values, KeyOf("hidden_act"), layout.Activation),
            },
        };
        EnsureKnown(values, layout, read, KeyOf("hidden_size"));
        return read;

        int Size(string key, int absent) => values.GetInt(KeyOf(key), absent, 1, LargestSize);

        string KeyOf(string usual)
        {
            string own = layout.KeyOf(usual);
            return !values.Has(own) && values.Has(usual) ? usual : own;
        }
    }

    private static void EnsureKnown(CheckpointConfiguration values, BertLayout layout, BertConfiguration read, string hiddenKey)
    {
        if (read.Shape.HiddenSize % read.Shape.AttentionHeads != 0)
        {
            throw values.Wrong(hiddenKey, $"a multiple of num_attention_heads ({read.Shape.AttentionHeads}) is expected");
        }

        if (read.Positions < 1)
        {
            throw values.Wrong("max_position_embeddings", $"more than pad_token_id + 1 ({read.PaddingId + 1}) is expected, for the positions of '{layout.Name}' begin there");
        }

        if (values.GetString("position_embedding_type", "absolute") != "absolute")
        {
            throw values.Wrong("position_embedding_type", $"'absolute' is expected, the only kind that this library knows for '{layout.Name}'");
        }

        if (values.GetBool("is_decoder", false))
        {
            throw values.Wrong("is_decoder", "false is expected: as a decoder the model reads from left to right only, which this library does not know for it");
        }

        if (layout.SharesLayers && values.GetInt("inner_group_num", 1) != 1)
        {
            throw values.Wrong("inner_group_num", "1 is expected, the only number of layers in a group that this library knows");
        }
    }
}
