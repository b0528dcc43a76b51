using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Families.Gpt2;

/// <summary>What <c>config.json</c> says of a GPT-2 (the keys and defaults of the reference implementation's <c>GPT2Config</c>, which knows the usual names of the sizes too).</summary>
internal sealed record Gpt2Configuration
{
    private const int LargestSize = 1 << 24;
    private const double LargestDropout = 0.999;

    internal required int VocabularySize { get; init; }

    internal required int Positions { get; init; }

    internal required double EmbeddingDropout { get; init; }

    internal required double InitializerRange { get; init; }

    /// <summary>The id that is no text at its end; null where none is named.</summary>
    internal required int? PaddingId { get; init; }

    /// <summary>Whether scores are divided by √headSize.</summary>
    internal required bool ScalesByHeadSize { get; init; }

    /// <summary>Whether scores are divided by the number of the layer, from 1.</summary>
    internal required bool ScalesByLayer { get; init; }

    internal required TransformerShape Shape { get; init; }

    /// <summary>A factor of a layer's scores beside 1 / √headSize.</summary>
    internal double ScaleOf(int layer) =>
        (ScalesByHeadSize ? 1 : Math.Sqrt(Shape.HiddenSize / (double)Shape.AttentionHeads)) / (ScalesByLayer ? layer + 1 : 1);

    internal static Gpt2Configuration Read(EncoderConfiguration source)
    {
        CheckpointConfiguration values = new(source.Path ?? "The GPT-2 configuration", source.Values);
        int hidden = Size("n_embd", "hidden_size", 768);
        int heads = Size("n_head", "num_attention_heads", 12);
        if (hidden % heads != 0)
        {
            throw values.Wrong(KeyOf("n_embd", "hidden_size"), $"a multiple of the number of heads ({heads}) is expected");
        }

        return new Gpt2Configuration
        {
            VocabularySize = values.GetInt("vocab_size", 50257, 1, LargestSize),
            Positions = Size("n_positions", "max_position_embeddings", 1024),
            EmbeddingDropout = values.GetDouble("embd_pdrop", 0.1, 0, LargestDropout),
            InitializerRange = values.GetDouble("initializer_range", 0.02, 0, 10),
            PaddingId = values.Has("pad_token_id") ? values.GetInt("pad_token_id") : null,
            ScalesByHeadSize = values.GetBool("scale_attn_weights", true),
            ScalesByLayer = values.GetBool("scale_attn_by_inverse_layer_idx", false),
            Shape = new TransformerShape
            {
                HiddenSize = hidden,
                Layers = values.GetInt(KeyOf("n_layer", "num_hidden_layers"), 12, 1, TransformerShape.MostLayers),
                AttentionHeads = heads,
                IntermediateSize = values.GetInt("n_inner", 4 * hidden, 1, LargestSize),
                HiddenDropout = values.GetDouble("resid_pdrop", 0.1, 0, LargestDropout),
                AttentionDropout = values.GetDouble("attn_pdrop", 0.1, 0, LargestDropout),
                NormEpsilon = values.GetDouble("layer_norm_epsilon", 1e-5, 0, 1),
                Activation = Activation.ReadName(values, "activation_function", "gelu_new"),
            },
        };

        int Size(string own, string usual, int absent) => values.GetInt(KeyOf(own, usual), absent, 1, LargestSize);

        string KeyOf(string own, string usual) => !values.Has(own) && values.Has(usual) ? usual : own;
    }
}
