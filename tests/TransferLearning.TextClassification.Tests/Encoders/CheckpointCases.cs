using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Persistence;

namespace TransferLearning.TextClassification.Tests.Encoders;

/// <summary>Very small encoders of the families that start from a checkpoint.</summary>
internal static class CheckpointCases
{
    private const string Usual = """
        "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32, "max_position_embeddings": 66,
        "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1
        """;

    internal static IEnumerable<EncoderCase> All { get; } =
    [
        Of("roberta", "roberta", "hidden_size", Usual + """, "type_vocab_size": 1, "pad_token_id": 1"""),
        Of("xlm-roberta", "xlm-roberta", "num_hidden_layers", Usual + """, "type_vocab_size": 1, "pad_token_id": 1"""),
        Of("camembert", "camembert", "num_attention_heads", Usual + """, "type_vocab_size": 1, "pad_token_id": 1"""),
        Of("electra", "electra", "embedding_size", Usual + """, "embedding_size": 8"""),
        Of("albert", "albert", "embedding_size", Usual + """, "embedding_size": 8"""),
        Of("albert-two-groups", "albert", "num_hidden_groups", Usual.Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 4", StringComparison.Ordinal) + """, "embedding_size": 16, "num_hidden_groups": 2"""),
        Of("mpnet", "mpnet", "relative_attention_num_buckets", Usual + """, "relative_attention_num_buckets": 32"""),
        Of("distilbert", "distilbert", "dim", """ "dim": 16, "n_layers": 2, "n_heads": 2, "hidden_dim": 32, "max_position_embeddings": 66"""),
        Of("gpt2", "gpt2", "n_embd", """ "n_embd": 16, "n_layer": 2, "n_head": 2, "n_positions": 66"""),
        Of("gpt2-scaled", "gpt2", "n_layer", """ "n_embd": 16, "n_layer": 2, "n_head": 2, "n_positions": 66, "scale_attn_weights": false, "scale_attn_by_inverse_layer_idx": true, "pad_token_id": 0"""),
        Of("modernbert", "modernbert", "intermediate_size", """ "hidden_size": 16, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 24, "max_position_embeddings": 66, "pad_token_id": 0, "local_attention": 4, "attention_dropout": 0.1, "mlp_dropout": 0.1"""),
        Of(
            "modernbert-with-biases",
            "modernbert",
            "global_attn_every_n_layers",
            """ "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 24, "max_position_embeddings": 66, "pad_token_id": 0, "global_attn_every_n_layers": 1, "embedding_dropout": 0.1, "attention_bias": true, "mlp_bias": true, "norm_bias": true, "classifier_bias": true, "classifier_pooling": "mean" """),
        Of("deberta-v3", "deberta-v2", "hidden_size", Usual + """, "relative_attention": true, "position_buckets": 4, "norm_rel_ebd": "layer_norm", "share_att_key": true, "pos_att_type": "p2c|c2p", "position_biased_input": false"""),
        Of("deberta-unshared", "deberta-v2", "embedding_size", Usual + """, "relative_attention": true, "max_relative_positions": 20, "pos_att_type": ["c2p", "p2c"], "position_biased_input": true, "type_vocab_size": 2, "embedding_size": 8"""),
        Of("deberta-one-term", "deberta-v2", "num_hidden_layers", Usual + """, "relative_attention": true, "position_buckets": 6, "pos_att_type": "p2c", "position_biased_input": false"""),
        Of("deberta-without-distances", "deberta-v2", "vocab_size", Usual + """, "relative_attention": false, "type_vocab_size": 0"""),
    ];

    private static EncoderCase Of(string name, string modelType, string key, string members)
    {
        JsonObject configuration = JsonNode.Parse($$"""{ "model_type": "{{modelType}}", "vocab_size": {{TinyModels.VocabularySize}}, "initializer_range": 0.1, {{members}} }""")!.AsObject();
        EncoderFamily family = KnownKinds.BuiltIn.FamilyOf(new CheckpointConfiguration("config.json", configuration));
        return new(
            name,
            family,
            configuration,
            builder => builder.UsePretrained(EncoderFolder.Write(name, family, configuration)),
            builder => builder.UsePretrained(PretrainedModel.FromDirectory("nowhere"), new() { MaxTokens = 1 }),
            "MaxTokens is 1",
            key);
    }
}
