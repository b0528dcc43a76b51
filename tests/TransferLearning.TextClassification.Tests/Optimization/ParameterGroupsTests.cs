using TransferLearning.TextClassification.Optimization;
using Xunit;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Tests.Optimization;

public class ParameterGroupsTests
{
    public ParameterGroupsTests() => NativeBackend.EnsureLoaded();

    [Theory]
    [InlineData("bert.encoder.layer.0.attention.self.query.weight", 2, true)]
    [InlineData("bert.embeddings.word_embeddings.weight", 2, true)]
    [InlineData("bert.encoder.layer.0.attention.self.query.bias", 1, false)]
    [InlineData("bert.embeddings.LayerNorm.weight", 1, false)]
    [InlineData("h.0.ln_1.weight", 1, false)]
    [InlineData("layers.0.attn_norm.weight", 1, false)]
    [InlineData("pooling.query", 1, true)]
    public void Biases_and_norms_do_not_decay(string name, int dimensions, bool decays)
    {
        using Tensor parameter = zeros([.. Enumerable.Repeat(2L, dimensions)]);
        Assert.Equal(decays, ParameterGroups.Decays(name, parameter));
    }

    [Fact]
    public void Frozen_parameters_are_left_out_and_empty_groups_too()
    {
        using Tensor trained = zeros([2, 2], requires_grad: true);
        using Tensor frozen = zeros(2);
        var group = Assert.Single(ParameterGroups.Create([("a.weight", trained), ("a.bias", frozen)]));
        Assert.Null(group.WeightDecay);
        Assert.Equal("a.weight", Assert.Single(group.Parameters).Name);
    }
}
