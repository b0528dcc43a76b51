using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Persistence;
using Xunit;
using static TransferLearning.TextClassification.Tests.Encoders.Fused.FusedRuns;

namespace TransferLearning.TextClassification.Tests.Encoders.Fused;

/// <summary>Families other than BERT by kernels, of sizes at which all of their kernels run.</summary>
public sealed class FusedFamilyTests
{
    private const string Gpt2 = """{ "model_type": "gpt2", "vocab_size": 50, "n_positions": 64, "n_embd": 64, "n_layer": 2, "n_head": 2, "embd_pdrop": 0.1, "resid_pdrop": 0.1, "attn_pdrop": 0, "initializer_range": 0.1 MORE }""";
    private const string ModernBert = """
        { "model_type": "modernbert", "vocab_size": 50, "max_position_embeddings": 64, "hidden_size": 64, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 80,
          "global_attn_every_n_layers": 2, "local_attention": 16, "mlp_dropout": 0.1, "embedding_dropout": 0.1, "initializer_range": 0.1, "pad_token_id": 0 MORE }
        """;

    private const string Mpnet = """
        { "model_type": "mpnet", "vocab_size": 50, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48, "max_position_embeddings": 70,
          "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0, "initializer_range": 0.2, "relative_attention_num_buckets": 32 }
        """;

    private const string Albert = """
        { "model_type": "albert", "vocab_size": 50, "embedding_size": 16, "hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 48, "max_position_embeddings": 66,
          "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0, "initializer_range": 0.2, "classifier_dropout_prob": 0 }
        """;

    public FusedFamilyTests() => NativeBackend.EnsureLoaded();

    [Theory]
    [InlineData(Gpt2, Pooling.LastToken)]
    [InlineData(Gpt2, Pooling.LastToken, ", \"pad_token_id\": 7")] // with which the batch's first text ends
    [InlineData(Gpt2, Pooling.FirstToken)]
    [InlineData(Gpt2, Pooling.Mean)]
    [InlineData(Albert, Pooling.Mean)]
    [InlineData(Albert, Pooling.FirstToken)]
    [InlineData(Mpnet, Pooling.LastToken)]
    [InlineData(Mpnet, Pooling.Mean)]
    [InlineData(Mpnet, Pooling.FirstToken)]
    [InlineData(ModernBert, Pooling.Mean)]
    [InlineData(ModernBert, Pooling.LastToken)]
    [InlineData(ModernBert, Pooling.FirstToken, ", \"attention_bias\": true, \"mlp_bias\": true, \"norm_bias\": true, \"hidden_activation\": \"silu\"")]
    public void Logits_and_gradients_in_float32_are_those_of_tensor_operations(string configuration, Pooling pooling, string more = "")
    {
        using ClassificationModel model = Create(configuration.Replace("MORE", more, StringComparison.Ordinal), pooling);

        AssertSameInFloat32(model);
    }

    private static ClassificationModel Create(string json, Pooling pooling)
    {
        JsonObject values = JsonNode.Parse(json)!.AsObject();
        EncoderFamily family = KnownKinds.BuiltIn.Family("config.json", (string)values["model_type"]!);
        TextEncoder encoder = family.Create(new EncoderConfiguration { Values = values, Pooling = pooling });
        ClassificationModel model = new(family, encoder, new LinearHead(new HeadShape(encoder.HiddenSize, 3, 0), 0));
        model.Initialize(_ => true, 5, 0.1);
        return model;
    }
}
