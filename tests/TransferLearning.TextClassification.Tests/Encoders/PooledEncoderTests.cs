using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Encoders;

/// <summary>Poolings behind an encoder that does not know them, against sums by hand.</summary>
public sealed class PooledEncoderTests
{
    private const double Tolerance = 1e-5;

    private static readonly TokenizedText[] Texts = [new([3, 8, 1], null, false), new([20], null, false), new([4, 4, 9, 30, 2, 17, 8], null, false), new([5, 6, 7], null, false)];

    [Fact]
    public void Attention_weighs_each_text_alone()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder encoder = Create(Pooling.Attention, layers: 2);
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        EncoderOutput output = encoder.Forward(batch, ForwardContext.Inference());
        Dictionary<string, Parameter> parameters = encoder.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        for (int text = 0; text < batch.TextCount; text++)
        {
            torch.Tensor tokens = output.TokenVectors[torch.TensorIndex.Slice(batch.Offsets[text], batch.Offsets[text + 1])]; // [length, hidden]
            torch.Tensor weights = tokens.mm(parameters["pooling.inner"].t()).tanh().mm(parameters["pooling.outer"].t()).softmax(0); // [length, 1]

            AssertClose((weights * tokens).sum([0]), output.TextVectors[text]);
        }
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(6, 4)]
    public void Last_layers_are_means_of_up_to_four_layers(int layers, int taken)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder encoder = Create(Pooling.LastLayers, layers);
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        EncoderOutput output = encoder.Forward(batch, ForwardContext.Inference());

        Assert.Equal(taken * encoder.HiddenSize, encoder.TextVectorSize);
        Assert.Equal(layers + 1, output.HiddenStates.Length);
        for (int text = 0; text < batch.TextCount; text++)
        {
            torch.TensorIndex own = torch.TensorIndex.Slice(batch.Offsets[text], batch.Offsets[text + 1]);
            AssertClose(torch.cat([.. output.HiddenStates.Skip(layers + 1 - taken).Select(state => state[own].mean([0]))]), output.TextVectors[text]);
        }
    }

    [Theory]
    [InlineData(Pooling.Attention)]
    [InlineData(Pooling.LastLayers)]
    [InlineData(Pooling.LastMaxMean)]
    public void Kernels_give_the_gradients_of_tensor_operations(Pooling pooling)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Dictionary<string, float[]> expected = Gradients(pooling, null);
        using FusedEngine engine = FusedEngine.Create(torch.CPU, Precision.Float32)!;
        Dictionary<string, float[]> actual = Gradients(pooling, engine);

        Assert.Equal(expected.Keys, actual.Keys);
        foreach ((string name, float[] gradient) in expected)
        {
            float largest = gradient.Max(Math.Abs);
            Assert.All(gradient.Zip(actual[name]), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-5 + (1e-4 * largest)));
        }
    }

    [Theory]
    [InlineData(Pooling.FirstToken)]
    [InlineData(Pooling.Max)]
    [InlineData(Pooling.LastMaxMean)]
    public void An_application_s_own_encoder_gets_the_poolings_that_it_does_not_make(Pooling pooling)
    {
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder encoder = OwnFamily.Instance.CreatePooled(new() { Values = OwnFamily.Instance.Configure(new(), TinyModels.VocabularySize), Pooling = pooling });
        foreach ((string name, Parameter parameter) in encoder.named_parameters())
        {
            encoder.InitializeParameter(name, parameter, ModuleWeights.SeedOf(1, name));
        }

        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        EncoderOutput output = encoder.Forward(batch, ForwardContext.Inference());
        for (int text = 0; text < batch.TextCount; text++)
        {
            torch.Tensor tokens = output.TokenVectors[torch.TensorIndex.Slice(batch.Offsets[text], batch.Offsets[text + 1])]; // [length, size]
            torch.Tensor expected = pooling switch
            {
                Pooling.FirstToken => tokens[0],
                Pooling.Max => tokens.max(0).values,
                _ => torch.cat([tokens[-1], tokens.max(0).values, tokens.mean([0])]),
            };
            AssertClose(expected, output.TextVectors[text]);
            Assert.Equal(expected.shape[0], encoder.TextVectorSize);
        }
    }

    [Fact]
    public void Parameters_keep_the_names_that_the_encoder_gives_them()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder plain = Create(Pooling.FirstToken, layers: 1);
        using TextEncoder pooled = Create(Pooling.Attention, layers: 1);

        Assert.Equal(
            plain.named_parameters().Select(pair => pair.name).Concat(["pooling.inner", "pooling.outer"]).Order(StringComparer.Ordinal),
            pooled.named_parameters().Select(pair => pair.name).Order(StringComparer.Ordinal));
        Assert.IsType<BertEncoder>(pooled.Core);
    }

    [Fact]
    public void A_configuration_that_does_not_count_its_layers_is_refused()
    {
        JsonObject values = OwnFamily.Instance.Configure(new(), TinyModels.VocabularySize);
        values.Remove("num_hidden_layers");

        CheckpointException exception = Assert.Throws<CheckpointException>(() => OwnFamily.Instance.CreatePooled(new() { Values = values, Pooling = Pooling.LastLayers, Path = "folder/config.json" }));

        Assert.StartsWith("folder/config.json: 'num_hidden_layers'", exception.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, float[]> Gradients(Pooling pooling, FusedEngine? engine)
    {
        using TextEncoder encoder = Create(pooling, layers: 3);
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        using FusedPass? pass = engine?.Begin(needsGradients: true);
        torch.Tensor vectors = encoder.Forward(batch, ForwardContext.ForTraining(1, 1, pass)).TextVectors;
        (vectors * torch.arange(1, vectors.numel() + 1).sin().view_as(vectors)).sum().backward();
        pass?.Backward();

        return encoder.named_parameters().ToDictionary(pair => pair.name, pair => TensorMemory.ToArray(pair.parameter.grad!));
    }

    private static JsonObject Configuration(int layers) => BertFamily.Instance.Configure(
        new() { HiddenSize = 16, Layers = layers, AttentionHeads = 2, IntermediateSize = 32, Positions = 64, InitializerRange = 0.3, HiddenDropout = 0, AttentionDropout = 0 }, TinyModels.VocabularySize);

    private static TextEncoder Create(Pooling pooling, int layers)
    {
        NativeBackend.EnsureLoaded();
        TextEncoder encoder = BertFamily.Instance.CreatePooled(new() { Values = Configuration(layers), Pooling = pooling });
        foreach ((string name, Parameter parameter) in encoder.named_parameters())
        {
            encoder.InitializeParameter(name, parameter, ModuleWeights.SeedOf(1, name));
            if (name.StartsWith(PooledEncoder.OwnPrefix, StringComparison.Ordinal))
            {
                ParameterInitialization.Normal(parameter, seed: 2, standardDeviation: 1); // weights far from equal
            }
        }

        return encoder;
    }

    private static void AssertClose(torch.Tensor expected, torch.Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, Tolerance);
    }
}
