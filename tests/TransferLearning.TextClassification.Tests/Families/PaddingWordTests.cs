using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Tests.Encoders;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Families;

/// <summary>Texts in which the padding token stands as a word: the reference implementation looks at ids, and so must we.</summary>
public sealed class PaddingWordTests
{
    [Theory]
    [InlineData("roberta")]
    [InlineData("mpnet")]
    public void Positions_do_not_count_padding(string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder encoder = Create(name, Pooling.FirstToken);
        using TokenBatch batch = TokenBatch.Create([new([0, 5, 6, 2], null, false), new([7, 0, 5, 1, 6, 2], null, false)], torch.CPU);

        torch.Tensor embedded = encoder.Forward(batch, ForwardContext.ForTraining(0, 0, keepHiddenStates: true)).HiddenStates[0];

        using TokenBatch without = TokenBatch.Create([new([7, 0, 5, 6, 2], null, false)], torch.CPU);
        torch.Tensor expected = encoder.Forward(without, ForwardContext.ForTraining(0, 0, keepHiddenStates: true)).HiddenStates[0];
        Assert.Equal(TensorMemory.ToArray(expected[2]), TensorMemory.ToArray(embedded[4 + 2])); // 5, before the padding word
        Assert.Equal(TensorMemory.ToArray(expected[3]), TensorMemory.ToArray(embedded[4 + 4])); // 6, after it
        Assert.NotEqual(TensorMemory.ToArray(embedded[2]), TensorMemory.ToArray(embedded[4 + 4])); // 6 at another position
    }

    [Fact]
    public void The_last_token_of_a_GPT2_is_no_padding()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder encoder = Create("gpt2-scaled", Pooling.LastToken);
        using TokenBatch batch = TokenBatch.Create([new([9, 4], null, false), new([0, 0], null, false), new([9, 0, 4, 0, 0], null, false)], torch.CPU);

        EncoderOutput output = encoder.Forward(batch, ForwardContext.Inference());

        Assert.Equal(TensorMemory.ToArray(output.TokenVectors.index_select(0, torch.tensor([1L, 2, 4 + 2]))), TensorMemory.ToArray(output.TextVectors));
    }

    private static TextEncoder Create(string name, Pooling pooling)
    {
        NativeBackend.EnsureLoaded();
        EncoderCase chosen = EncoderCase.All.Single(encoder => encoder.Name == name);
        System.Text.Json.Nodes.JsonObject values = chosen.Configuration.DeepClone().AsObject();
        values["hidden_dropout_prob"] = 0.0;
        TextEncoder encoder = chosen.Family.Create(new() { Values = values, Pooling = pooling });
        foreach ((string parameter, TorchSharp.Modules.Parameter tensor) in encoder.named_parameters())
        {
            encoder.InitializeParameter(parameter, tensor, TransferLearning.TextClassification.Encoders.ModuleWeights.SeedOf(1, parameter));
        }

        return encoder;
    }
}
