using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Rnn;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Families.Rnn;

/// <summary>What a recurrent network has beside its cells: poolings by hand, and dropout that is the same throughout a text.</summary>
public sealed class RnnEncoderTests
{
    private const int Size = 24;

    private static readonly TokenizedText[] Texts = [new([3, 8, 1], null, false), new([20, 5, 7, 9, 11], null, false)];

    [Fact]
    public void Attention_makes_weighted_sums_one_behind_the_other()
    {
        const int Hops = 3;
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder encoder = Create(new() { AttentionSize = 6, AttentionHops = Hops }, Pooling.Attention);
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        Dictionary<string, Parameter> parameters = encoder.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        ParameterInitialization.Normal(parameters["attention.inner"], seed: 2, standardDeviation: 1); // weights far from equal
        ParameterInitialization.Normal(parameters["attention.outer"], seed: 3, standardDeviation: 1);

        EncoderOutput output = encoder.Forward(batch, ForwardContext.Inference());

        Assert.Equal(Hops * encoder.HiddenSize, encoder.TextVectorSize);
        for (int text = 0; text < batch.TextCount; text++)
        {
            torch.Tensor tokens = TokensOf(output, batch, text); // [length, hidden]
            torch.Tensor weights = tokens.mm(parameters["attention.inner"].t()).tanh().mm(parameters["attention.outer"].t()).softmax(0); // [length, hops]
            AssertClose(weights.t().mm(tokens).reshape(Hops * encoder.HiddenSize), output.TextVectors[text]);
        }
    }

    [Theory]
    [InlineData(Pooling.LastToken)]
    [InlineData(Pooling.Max)]
    [InlineData(Pooling.Mean)]
    public void Tokens_are_pooled_text_by_text(Pooling pooling)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder encoder = Create(new(), pooling);
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        EncoderOutput output = encoder.Forward(batch, ForwardContext.Inference());
        for (int text = 0; text < batch.TextCount; text++)
        {
            torch.Tensor tokens = TokensOf(output, batch, text);
            torch.Tensor expected = pooling switch
            {
                Pooling.LastToken => tokens[-1],
                Pooling.Max => tokens.max(0).values,
                _ => tokens.mean([0]),
            };
            AssertClose(expected, output.TextVectors[text]);
        }
    }

    [Fact]
    public void Variational_dropout_takes_the_same_numbers_from_every_word_of_a_text()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder encoder = Create(new() { VariationalDropout = 0.5 }, Pooling.Mean);
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        encoder.Forward(batch, ForwardContext.ForTraining(1, 1)).TextVectors.sum().backward();
        torch.Tensor gradient = encoder.named_parameters().Single(pair => pair.name == "words.tuned").parameter.grad!; // [words, size]

        bool[][] dropped = [.. Texts.Select(text => Columns(gradient, text.Ids[0]))];
        foreach ((TokenizedText text, bool[] expected) in Texts.Zip(dropped))
        {
            Assert.InRange(expected.Count(isDropped => isDropped), 1, Size - 1);
            Assert.All(text.Ids, id => Assert.Equal(expected, Columns(gradient, id)));
        }

        Assert.NotEqual(dropped[0], dropped[1]);
    }

    private static bool[] Columns(torch.Tensor gradient, int word) => [.. TensorMemory.ToArray(gradient[word]).Select(value => value == 0)];

    private static torch.Tensor TokensOf(EncoderOutput output, TokenBatch batch, int text) => output.TokenVectors[torch.TensorIndex.Slice(batch.Offsets[text], batch.Offsets[text + 1])];

    private static TextEncoder Create(RnnEncoderOptions options, Pooling pooling)
    {
        NativeBackend.EnsureLoaded();
        RnnEncoderOptions small = options with { EmbeddingSize = Size, HiddenSize = 5 };
        TextEncoder encoder = RnnFamily.Instance.Create(new() { Values = RnnFamily.Instance.Configure(small, TinyModels.VocabularySize), Pooling = pooling });
        foreach ((string name, Parameter parameter) in encoder.named_parameters())
        {
            encoder.InitializeParameter(name, parameter, ModuleWeights.SeedOf(1, name));
        }

        return encoder;
    }

    private static void AssertClose(torch.Tensor expected, torch.Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5);
    }
}
