using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Persistence;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Families;

/// <summary>What a <c>config.json</c> says family by family, and what it may not say: refused with file, key, value and what is expected.</summary>
public sealed class FamilyConfigurationTests
{
    [Theory]
    [InlineData("bert", """{ "is_decoder": true }""", "'is_decoder' is true, but false is expected")]
    [InlineData("bert", """{ "position_embedding_type": "relative_key" }""", "'position_embedding_type' is \"relative_key\", but 'absolute' is expected")]
    [InlineData("bert", """{ "num_hidden_layers": 1000000 }""", "'num_hidden_layers' is 1000000, but a value from 1 to 1024 is expected")]
    [InlineData("distilbert", """{ "n_layers": 1025 }""", "'n_layers' is 1025, but a value from 1 to 1024 is expected")]
    [InlineData("gpt2", """{ "num_hidden_layers": 1025 }""", "'num_hidden_layers' is 1025, but a value from 1 to 1024 is expected")]
    [InlineData("modernbert", """{ "num_hidden_layers": 1025 }""", "'num_hidden_layers' is 1025, but a value from 1 to 1024 is expected")]
    [InlineData("deberta-v2", """{ "num_hidden_layers": 1025 }""", "'num_hidden_layers' is 1025, but a value from 1 to 1024 is expected")]
    [InlineData("roberta", """{ "max_position_embeddings": 2 }""", "'max_position_embeddings' is 2, but more than pad_token_id + 1 (2) is expected")]
    [InlineData("xlm-roberta", """{ "hidden_size": 15 }""", "'hidden_size' is 15, but a multiple of num_attention_heads (12) is expected")]
    [InlineData("distilbert", """{ "dim": 15, "n_heads": 2 }""", "'dim' is 15, but a multiple of num_attention_heads (2) is expected")]
    [InlineData("electra", """{ "hidden_act": "mish" }""", "'hidden_act' is \"mish\", but one of gelu, gelu_new")]
    [InlineData("albert", """{ "inner_group_num": 2 }""", "'inner_group_num' is 2, but 1 is expected")]
    [InlineData("albert", """{ "num_hidden_layers": 2, "num_hidden_groups": 3 }""", "'num_hidden_groups' is 3, but a value from 1 to 2 is expected")]
    [InlineData("mpnet", """{ "relative_attention_num_buckets": 16 }""", "'relative_attention_num_buckets' is 16, but a value from 32")]
    [InlineData("gpt2", """{ "n_embd": 15, "n_head": 2 }""", "'n_embd' is 15, but a multiple of the number of heads (2) is expected")]
    [InlineData("gpt2", """{ "hidden_size": 15, "n_head": 2 }""", "'hidden_size' is 15, but a multiple of the number of heads (2) is expected")]
    [InlineData("gpt2", """{ "activation_function": "mish" }""", "'activation_function' is \"mish\", but one of gelu, gelu_new")]
    [InlineData("modernbert", """{ "hidden_size": 30, "num_attention_heads": 2 }""", "'hidden_size' is 30, but a multiple of twice num_attention_heads (2) is expected")]
    [InlineData("modernbert", """{ "num_hidden_layers": 2, "layer_types": ["full_attention"] }""", "'layer_types' is [\"full_attention\"], but for each of the 2 layers")]
    [InlineData("modernbert", """{ "num_hidden_layers": 1, "layer_types": ["linear_attention"] }""", "'layer_types' is [\"linear_attention\"], but for each of the 1 layers")]
    [InlineData("modernbert", """{ "rope_scaling": { "type": "yarn" } }""", "'rope_scaling' is {\"type\":\"yarn\"}, but none is expected")]
    [InlineData("modernbert", """{ "rope_parameters": { "full_attention": { "rope_type": "yarn" } } }""", "'rope_type' is \"yarn\", but 'default' is expected")]
    [InlineData("deberta-v2", """{ "conv_kernel_size": 3 }""", "'conv_kernel_size' is 3, but 0 is expected")]
    [InlineData("deberta-v2", """{ "attention_head_size": 5 }""", "'attention_head_size' is 5, but hidden_size / num_attention_heads (64) is expected")]
    [InlineData("deberta-v2", """{ "relative_attention": true, "position_buckets": 16, "max_relative_positions": 9 }""", "'max_relative_positions' is 9, but more than half of position_buckets (16) + 1 is expected")]
    [InlineData("deberta-v2", """{ "relative_attention": true, "position_buckets": 1 }""", "'position_buckets' is 1, but -1 or at least 2 is expected")]
    [InlineData("deberta-v2", """{ "pos_att_type": "p2c|p2p" }""", "'pos_att_type' is \"p2c|p2p\", but nothing but 'c2p' and 'p2c' is expected")]
    [InlineData("deberta-v2", """{ "pos_att_type": [1] }""", "'pos_att_type' is [1], but a list of texts is expected")]
    public void An_impossible_value_is_refused(string family, string members, string message)
    {
        JsonObject values = JsonNode.Parse(members)!.AsObject();
        values["model_type"] = family;
        EncoderFamily known = KnownKinds.BuiltIn.FamilyOf(new CheckpointConfiguration("config.json", values));

        CheckpointException exception = Assert.Throws<CheckpointException>(() => known.Create(new() { Values = values, Pooling = Pooling.FirstToken, Path = "folder/config.json" }));

        Assert.StartsWith($"folder/config.json: {message}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pooling_of_a_ModernBERT_follows_its_configuration()
    {
        EncoderFamily family = TransferLearning.TextClassification.Families.ModernBert.ModernBertFamily.Instance;

        Assert.Equal(Pooling.FirstToken, family.ClassifierPooling([]));
        Assert.Equal(Pooling.Mean, family.ClassifierPooling(new() { ["classifier_pooling"] = "mean" }));
        Assert.Contains("'classifier_pooling' is \"max\"", Assert.Throws<CheckpointException>(() => family.ClassifierPooling(new() { ["classifier_pooling"] = "max" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bert", """{ "hidden_size": 24, "num_hidden_layers": 2, "vocab_size": 9, "pad_token_id": 0 }""", "hidden_size num_hidden_layers vocab_size", 2)]
    [InlineData("bert", "{}", "", 12)]
    [InlineData("albert", """{ "num_hidden_layers": 4, "embedding_size": 8, "num_hidden_groups": 2 }""", "num_hidden_layers embedding_size num_hidden_groups", 4)]
    [InlineData("distilbert", """{ "dim": 16, "n_layers": 3, "n_heads": 2, "hidden_dim": 32, "vocab_size": 9 }""", "dim n_layers n_heads hidden_dim vocab_size", 3)]
    [InlineData("distilbert", """{ "hidden_size": 24, "num_hidden_layers": 5 }""", "hidden_size num_hidden_layers", 5)]
    [InlineData("mpnet", """{ "num_hidden_layers": 2, "relative_attention_num_buckets": 32 }""", "num_hidden_layers relative_attention_num_buckets", 2)]
    [InlineData("modernbert", """{ "num_hidden_layers": 3, "local_attention": 4 }""", "num_hidden_layers local_attention", 3)]
    [InlineData("deberta-v2", """{ "num_hidden_layers": 2, "position_buckets": 6 }""", "num_hidden_layers position_buckets", 2)]
    [InlineData("gpt2", """{ "n_embd": 16, "n_layer": 2, "n_head": 2, "n_positions": 66, "n_inner": null, "vocab_size": 9 }""", "n_embd n_layer n_head n_positions vocab_size", 2)]
    [InlineData("gpt2", """{ "num_hidden_layers": 4 }""", "num_hidden_layers", 4)]
    [InlineData("rnn", """{ "hidden_size": 7, "num_hidden_layers": 2, "vocab_size": 9, "embedding_size": 5 }""", "hidden_size num_hidden_layers vocab_size embedding_size", 2)]
    [InlineData("cnn", """{ "feature_maps": 4, "embedding_size": 5 }""", "embedding_size feature_maps", null)]
    public void A_family_knows_its_sizes_and_layers(string name, string members, string sizes, int? layers)
    {
        EncoderFamily family = KnownKinds.BuiltIn.Family("classifier.json", name);
        JsonObject values = JsonNode.Parse(members)!.AsObject();

        Assert.Equal(sizes, string.Join(' ', family.SizeKeys.Where(key => values[key] is not null)));
        Assert.Equal(layers, family.LimitsOf(new() { Values = values, Pooling = Pooling.Mean }).Layers);
    }

    [Theory]
    [InlineData("roberta")]
    [InlineData("gpt2")]
    [InlineData("modernbert")]
    [InlineData("deberta-v2")]
    public void A_family_without_sizes_of_its_own_starts_from_a_checkpoint_only(string name)
    {
        EncoderFamily family = KnownKinds.BuiltIn.Family("classifier.json", name);
        EncoderOptions options = name == "gpt2" ? new Gpt2EncoderOptions() : new PretrainedOptions();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => family.ConfigureFrom(options, 100));

        Assert.Contains($"An encoder of the family '{name}' starts from a checkpoint only", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_options_of_a_GPT2_are_checked_and_taken_over()
    {
        JsonObject configuration = [];
        TransferLearning.TextClassification.Families.Gpt2.Gpt2Family.Instance.Adapt(new() { HiddenDropout = 0.2, AttentionDropout = 0.3 }, configuration);
        ConfigurationException exception = Assert.Throws<ConfigurationException>(
            () => new TransferClassifierBuilder().UseGpt2Encoder(PretrainedModel.FromDirectory("nowhere"), new() { HiddenDropout = 1, AttentionDropout = -0.5 }).Build());

        Assert.Equal("""{"resid_pdrop":0.2,"embd_pdrop":0.2,"attn_pdrop":0.3}""", configuration.ToJsonString());
        Assert.Contains("HiddenDropout is 1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AttentionDropout is -0.5", exception.Message, StringComparison.Ordinal);
    }
}
