using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.ModernBert;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Families.ModernBert;

/// <summary>Windows and rotations in every spelling of <c>config.json</c>, with other values than the usual ones.</summary>
public sealed class ModernBertPositionsTests
{
    private const string Old = """{ "global_rope_theta": 50000, "local_rope_theta": 500, "global_attn_every_n_layers": 2 }""";

    private const string New = """
        {
          "rope_parameters": { "full_attention": { "rope_type": "default", "rope_theta": 50000 }, "sliding_attention": { "rope_type": "default", "rope_theta": 500 } },
          "layer_types": ["full_attention", "sliding_attention", "full_attention", "sliding_attention"]
        }
        """;

    [Theory]
    [InlineData("{}", 160_000, 10_000)]
    [InlineData("""{ "global_rope_theta": 50000 }""", 50_000, 10_000)]
    [InlineData("""{ "local_rope_theta": 500 }""", 160_000, 500)]
    [InlineData("""{ "global_rope_theta": 50000, "local_rope_theta": 500 }""", 50_000, 500)]
    [InlineData("""{ "global_rope_theta": 50000, "local_rope_theta": null }""", 50_000, 50_000)]
    [InlineData("""{ "rope_parameters": { "full_attention": { "rope_theta": 50000 }, "sliding_attention": { "rope_theta": 500 } } }""", 50_000, 500)]
    [InlineData("""{ "rope_parameters": { "full_attention": { "rope_theta": 50000 } } }""", 50_000, 10_000)]
    [InlineData("""{ "rope_parameters": { "sliding_attention": { "rope_type": "default", "rope_theta": 500 } } }""", 160_000, 500)]
    [InlineData("""{ "rope_parameters": { "full_attention": { "rope_theta": 50000 } }, "local_rope_theta": 500 }""", 50_000, 500)]
    [InlineData("""{ "rope_parameters": { "full_attention": { "rope_theta": 50000 }, "sliding_attention": { "rope_theta": 500 } }, "global_rope_theta": 7, "local_rope_theta": 8 }""", 50_000, 500)]
    [InlineData("""{ "rope_parameters": { "rope_type": "default", "rope_theta": 50000 } }""", 50_000, 50_000)]
    [InlineData("""{ "rope_parameters": null, "global_rope_theta": 50000, "local_rope_theta": 500 }""", 50_000, 500)]
    public void Rotations_follow_the_configuration(string members, double whole, double window) => Assert.Equal((whole, window), Read(members).Theta);

    [Theory]
    [InlineData("{}", "x..x")]
    [InlineData("""{ "global_attn_every_n_layers": 2 }""", "x.x.")]
    [InlineData("""{ "global_attn_every_n_layers": 1 }""", "xxxx")]
    [InlineData("""{ "global_attn_every_n_layers": 9 }""", "x...")]
    [InlineData("""{ "layer_types": ["sliding_attention", "full_attention", "full_attention", "sliding_attention"] }""", ".xx.")]
    [InlineData("""{ "layer_types": ["sliding_attention", "full_attention", "full_attention", "sliding_attention"], "global_attn_every_n_layers": 2 }""", ".xx.")]
    [InlineData("""{ "layer_types": null, "global_attn_every_n_layers": 2 }""", "x.x.")]
    public void Windows_follow_the_configuration(string members, string expected) =>
        Assert.Equal(expected, string.Concat(Read(members).SeesAll.Select(seesAll => seesAll ? 'x' : '.')));

    [Fact]
    public void The_old_spelling_and_the_new_one_agree()
    {
        ModernBertConfiguration old = Read(Old);
        ModernBertConfiguration renewed = Read(New);

        Assert.Equal((50_000, 500), old.Theta);
        Assert.Equal(old.Theta, renewed.Theta);
        Assert.Equal([true, false, true, false], old.SeesAll);
        Assert.Equal(old.SeesAll.AsEnumerable(), renewed.SeesAll);
    }

    private static ModernBertConfiguration Read(string members)
    {
        JsonObject values = JsonNode.Parse(members)!.AsObject();
        values["num_hidden_layers"] = 4;
        return ModernBertConfiguration.Read(new EncoderConfiguration { Values = values, Pooling = Pooling.FirstToken });
    }
}
