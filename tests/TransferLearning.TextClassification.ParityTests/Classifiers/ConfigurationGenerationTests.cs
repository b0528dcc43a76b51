using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Classifiers;

/// <summary>The same classifiers with the <c>config.json</c> that other versions of the reference implementation write for them: the same answers.</summary>
public sealed class ConfigurationGenerationTests
{
    [Theory]
    [InlineData("deberta-v3", """{ "pos_att_type": ["p2c", "c2p"] }""")]
    [InlineData("deberta-v3", """{ "pos_att_type": "c2p|p2c", "norm_rel_ebd": "Layer_Norm", "legacy": true, "pooler_hidden_size": null, "dtype": "float32", "torch_dtype": null }""")]
    [InlineData("deberta-v3", """{ "max_relative_positions": 128, "conv_kernel_size": 0, "attention_head_size": 8, "padding_idx": 0 }""")]
    [InlineData("modernbert", """{ "layer_types": null, "rope_parameters": null, "global_rope_theta": 160000.0, "local_rope_theta": 10000.0, "global_attn_every_n_layers": 3 }""")]
    [InlineData("modernbert", """{ "layer_types": null, "rope_parameters": null, "global_rope_theta": null, "global_attn_every_n_layers": null, "position_embedding_type": "absolute", "reference_compile": true }""")]
    [InlineData("modernbert", """{ "global_attn_every_n_layers": null, "rope_parameters": { "full_attention": { "rope_theta": 160000.0 }, "sliding_attention": { "rope_type": "default" } } }""")]
    [InlineData("gpt2", """{ "pad_token_id": null, "n_inner": 128, "n_ctx": 128, "summary_activation": null }""")]
    [InlineData("gpt2", """{ "n_embd": null, "hidden_size": 32, "n_layer": null, "num_hidden_layers": 2, "n_head": null, "num_attention_heads": 4, "n_positions": null, "max_position_embeddings": 128 }""")]
    [InlineData("gpt2", """{ "pad_token_id": 0, "scale_attn_weights": null, "use_cache": true }""")]
    [InlineData("distilbert", """{ "dim": null, "hidden_size": 32, "n_layers": null, "num_hidden_layers": 2, "n_heads": null, "num_attention_heads": 4, "tie_weights_": true }""")]
    [InlineData("albert", """{ "down_scale_factor": 1, "gap_size": 0, "net_structure_type": 0, "layers_to_keep": [], "num_hidden_groups": null, "inner_group_num": null, "classifier_dropout_prob": null }""")]
    [InlineData("roberta", """{ "position_embedding_type": "absolute", "classifier_dropout": 0.3, "gradient_checkpointing": false, "is_decoder": null }""")]
    [InlineData("xlm-roberta", """{ "architectures": null, "output_past": true, "torch_dtype": "float16" }""")]
    [InlineData("camembert", """{ "position_embedding_type": "absolute", "output_past": true }""")]
    [InlineData("electra", """{ "summary_type": null, "summary_activation": null, "position_embedding_type": "absolute" }""")]
    [InlineData("mpnet", """{ "pad_token_id": null, "relative_attention_num_buckets": null }""")]
    [InlineData("bert", """{ "architectures": null, "classifier_dropout": null, "pooler_type": "first_token_transform", "directionality": "bidi" }""")]
    public void The_answers_are_the_same(string name, string changes)
    {
        string reference = ReferenceClassifiers.Folder(name);
        using TemporaryFolder folder = new();
        foreach (string file in Directory.EnumerateFiles(reference).Where(file => !file.EndsWith("expected.jsonl", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        }

        JsonObject configuration = CheckpointFolder.ReadConfiguration(reference).Json;
        foreach ((string key, JsonNode? value) in JsonNode.Parse(changes)!.AsObject())
        {
            configuration.Remove(key);
            if (value is not null)
            {
                configuration[key] = value.DeepClone();
            }
        }

        File.WriteAllText(Path.Combine(folder.Path, "config.json"), configuration.ToJsonString());

        ReferenceClassifiers.AssertAnswers(folder.Path, name);
    }
}
