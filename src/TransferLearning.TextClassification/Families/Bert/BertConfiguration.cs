using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Families.Bert;

/// <summary>What <c>config.json</c> says of a BERT (the keys and defaults of the reference implementation's <c>BertConfig</c>).</summary>
internal sealed record BertConfiguration
{
    private const int LargestSize = 1 << 24;

    internal required int VocabularySize { get; init; }

    internal required int Positions { get; init; }

    internal required int TokenTypes { get; init; }

    internal required double InitializerRange { get; init; }

    internal required int PaddingId { get; init; }

    internal required TransformerShape Shape { get; init; }

    internal static BertConfiguration Read(EncoderConfiguration source)
    {
        JsonObject values = source.Values;
        int hidden = Integer("hidden_size", 768);
        int heads = Integer("num_attention_heads", 12);
        if (hidden % heads != 0)
        {
            throw Wrong("hidden_size", hidden.ToString(System.Globalization.CultureInfo.InvariantCulture), $"a multiple of num_attention_heads ({heads})");
        }

        string positions = Text("position_embedding_type", "absolute");
        if (positions != "absolute")
        {
            throw Wrong("position_embedding_type", positions, "'absolute', the only kind that this library knows for BERT");
        }

        string activation = Text("hidden_act", "gelu");
        return new BertConfiguration
        {
            VocabularySize = Integer("vocab_size", 30522),
            Positions = Integer("max_position_embeddings", 512),
            TokenTypes = Integer("type_vocab_size", 2),
            InitializerRange = Number("initializer_range", 0.02, 10),
            PaddingId = Integer("pad_token_id", 0, least: 0),
            Shape = new TransformerShape
            {
                HiddenSize = hidden,
                Layers = Integer("num_hidden_layers", 12),
                AttentionHeads = heads,
                IntermediateSize = Integer("intermediate_size", 3072),
                HiddenDropout = Number("hidden_dropout_prob", 0.1, 0.999),
                AttentionDropout = Number("attention_probs_dropout_prob", 0.1, 0.999),
                NormEpsilon = Number("layer_norm_eps", 1e-12, 1),
                Activation = Activation.Find(activation) ?? throw Wrong("hidden_act", activation, $"one of {string.Join(", ", Activation.Names)}"),
            },
        };

        int Integer(string key, int absent, int least = 1)
        {
            JsonNode? node = values[key];
            if (node is null)
            {
                return absent;
            }

            return node is JsonValue value && value.TryGetValue(out long number) && number >= least && number <= LargestSize
                ? (int)number
                : throw Wrong(key, node.ToJsonString(), $"a whole number from {least} to {LargestSize}");
        }

        double Number(string key, double absent, double largest)
        {
            JsonNode? node = values[key];
            if (node is null)
            {
                return absent;
            }

            return node is JsonValue value && value.TryGetValue(out double number) && number >= 0 && number <= largest
                ? number
                : throw Wrong(key, node.ToJsonString(), $"a number from 0 to {largest}");
        }

        string Text(string key, string absent)
        {
            JsonNode? node = values[key];
            if (node is null)
            {
                return absent;
            }

            return node is JsonValue value && value.TryGetValue(out string? text) ? text : throw Wrong(key, node.ToJsonString(), "a text");
        }

        CheckpointException Wrong(string key, string given, string expected) =>
            new($"{source.Path ?? "The configuration"}: '{key}' is {given}; expected {expected}. Correct the checkpoint's config.json.") { Path = source.Path };
    }
}
