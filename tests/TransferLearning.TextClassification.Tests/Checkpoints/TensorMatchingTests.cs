using TransferLearning.TextClassification.Checkpoints;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints;

public sealed class TensorMatchingTests
{
    [Fact]
    public void Found_absent_other_and_unexpected_tensors_are_told_apart()
    {
        using FakeTensors checkpoint = new(("a", [2, 3]), ("head", [3, 2]), ("old", [1]));
        TensorMatch match = TensorMatching.Match("folder", [new("a", [2, 3]), new("pooler", [2], IsOptional: true), new("head", [5, 2], IsOptional: true)], checkpoint);
        Assert.Equal(["a"], match.Found);
        Assert.Equal(["pooler"], match.Absent);
        Assert.Equal(["head"], match.OtherShape);
        Assert.Equal(["old"], match.Unexpected);
    }

    [Fact]
    public void All_missing_and_wrongly_shaped_tensors_are_named()
    {
        using FakeTensors checkpoint = new(("a", [2, 3]), ("b", [4]), ("c", [1]));
        CheckpointException exception = Assert.Throws<CheckpointException>(
            () => TensorMatching.Match("folder", [new("a", [3, 2]), new("b", [4, 1]), new("c", [1]), new("d", [1]), new("e", [1])], checkpoint));
        Assert.Contains("2 missing (d, e)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("a [2, 3] instead of [3, 2], b [4] instead of [4, 1]", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["d", "e", "a", "b"], exception.Tensors);
        Assert.Equal("folder", exception.Path);
    }

    [Theory]
    [InlineData("bert.embeddings.LayerNorm.gamma", "bert.embeddings.LayerNorm.weight")]
    [InlineData("bert.embeddings.LayerNorm.beta", "bert.embeddings.LayerNorm.bias")]
    [InlineData("LayerNorm.beta", "LayerNorm.bias")]
    [InlineData("sa_layer_norm.gamma", "sa_layer_norm.weight")]
    [InlineData("bert.embeddings.LayerNorm.weight", "bert.embeddings.LayerNorm.weight")]
    [InlineData("focal.gamma", "focal.gamma")]
    [InlineData("gamma", "gamma")]
    [InlineData("bert.embeddings.position_ids", null)]
    [InlineData("position_ids", null)]
    [InlineData("bert.embeddings.position_embeddings.weight", "bert.embeddings.position_embeddings.weight")]
    public void Old_names_become_those_of_today(string old, string? today) => Assert.Equal(today, LegacyTensorNames.Modernize(old));

    [Fact]
    public void Renamed_tensors_are_read_under_their_new_names()
    {
        using RenamedTensors renamed = new("folder", new FakeTensors(("x.LayerNorm.gamma", [1]), ("position_ids", [1]), ("y", [1])), LegacyTensorNames.Modernize);
        Assert.Equal(["x.LayerNorm.weight", "y"], renamed.Tensors.Keys.Order());
        Assert.Equal("x.LayerNorm.weight", renamed.Tensors["x.LayerNorm.weight"].Name);
        float[] value = new float[1];
        renamed.Read("x.LayerNorm.weight", value);
        Assert.Equal(["x.LayerNorm.gamma".Length], value);
    }

    [Fact]
    public void Two_names_of_one_parameter_are_refused()
    {
        using FakeTensors checkpoint = new(("LayerNorm.gamma", [1]), ("LayerNorm.weight", [1]));
        CheckpointException exception = Assert.Throws<CheckpointException>(() => new RenamedTensors("folder", checkpoint, LegacyTensorNames.Modernize));
        Assert.Equal(["LayerNorm.gamma", "LayerNorm.weight"], exception.Tensors);
    }

    /// <summary>Tensors whose every number is the length of their name.</summary>
    private sealed class FakeTensors(params (string Name, long[] Shape)[] tensors) : CheckpointTensors
    {
        internal override IReadOnlyDictionary<string, TensorInfo> Tensors { get; } =
            tensors.ToDictionary(tensor => tensor.Name, tensor => new TensorInfo(tensor.Name, StoredType.Float32, tensor.Shape));

        internal override void Read(string name, Span<float> destination) => destination.Fill(name.Length);

        public override void Dispose()
        {
        }
    }
}
