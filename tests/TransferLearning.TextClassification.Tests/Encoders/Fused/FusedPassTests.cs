using TorchSharp;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Tokenization;
using Xunit;
using static TransferLearning.TextClassification.Tests.Encoders.Fused.FusedRuns;

namespace TransferLearning.TextClassification.Tests.Encoders.Fused;

/// <summary>What kernels compute beside what tensor operations and automatic differentiation compute.</summary>
public sealed class FusedPassTests
{
    public FusedPassTests() => NativeBackend.EnsureLoaded();

    public static TheoryData<Pooling, string, double> Models
    {
        get
        {
            TheoryData<Pooling, string, double> models = [];
            foreach (Pooling pooling in new[] { Pooling.Pooler, Pooling.FirstToken, Pooling.Mean })
            {
                models.Add(pooling, "gelu", 0);
            }

            foreach (string activation in new[] { "gelu_new", "relu", "silu" })
            {
                models.Add(Pooling.Pooler, activation, 0);
            }

            models.Add(Pooling.Mean, "gelu", 0.1);
            models.Add(Pooling.FirstToken, "gelu", 0.1);
            models.Add(Pooling.LastToken, "gelu", 0.1);
            models.Add(Pooling.Attention, "gelu", 0.1);
            return models;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_and_gradients_in_float32_are_those_of_tensor_operations(Pooling pooling, string activation, double dropout)
    {
        using ClassificationModel model = Create(pooling, activation, dropout);
        AssertSameInFloat32(model);
    }

    [Fact]
    public void So_are_those_of_a_head_that_reads_the_tokens()
    {
        using ClassificationModel model = Create(Pooling.Attention, "gelu", 0.1, attentionHead: true);
        AssertSameInFloat32(model);
    }

    [Theory]
    [InlineData(Pooling.Pooler)]
    [InlineData(Pooling.Mean)]
    public void In_bfloat16_they_differ_by_its_rounding(Pooling pooling)
    {
        using ClassificationModel model = Create(pooling, "gelu", 0);
        (float[] logits, Dictionary<string, float[]> gradients) = Run(model, Precision.BFloat16);
        (float[] expected, Dictionary<string, float[]> expectedGradients) = Run(model, (FusedEngine?)null);

        Assert.InRange(Error(expected, logits), 1e-7, 0.03);
        foreach ((string name, float[] expectedGradient) in expectedGradients)
        {
            double norm = Norm(expectedGradient);
            double difference = Norm([.. expectedGradient.Zip(gradients[name], (a, b) => a - b)]);
            Assert.True(difference <= (0.03 * norm) + 2e-3, // the gradient of a key's bias is zero but for rounding
                $"{name}: {difference} of {norm}");
        }
    }

    [Theory]
    [InlineData(Precision.Float32, FusedParts.LeastTokens)]
    [InlineData(Precision.BFloat16, FusedParts.LeastTokens)]
    [InlineData(Precision.Float32, 1)]
    [InlineData(Precision.BFloat16, 1)]
    [InlineData(Precision.Float32, 1, Pooling.Attention)]
    public void The_same_seed_gives_the_same_bits(Precision precision, int leastTokens, Pooling pooling = Pooling.Pooler)
    {
        using ClassificationModel model = Create(pooling, "gelu", 0.1);
        using FusedEngine engine = FusedEngine.Create(torch.CPU, precision)!;

        (float[] first, Dictionary<string, float[]> firstGradients) = Run(model, engine, leastTokens);
        for (int i = 0; i < 5; i++)
        {
            (float[] again, Dictionary<string, float[]> gradientsAgain) = Run(model, engine, leastTokens);
            Assert.Equal(first, again);
            Assert.All(firstGradients, pair => Assert.Equal(pair.Value, gradientsAgain[pair.Key]));
        }
    }

    [Fact]
    public void Hidden_states_of_every_layer_are_kept_and_carry_gradients()
    {
        using ClassificationModel model = Create(Pooling.Pooler, "gelu", 0);
        float[][] gradients = [.. new[] { Precision.Float32, (Precision?)null }.Select(precision =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using FusedEngine? engine = precision is { } chosen ? FusedEngine.Create(torch.CPU, chosen) : null;
            using FusedPass? pass = engine?.Begin(needsGradients: true);
            using TokenBatch batch = Batch();
            EncoderOutput output = model.Encoder.Forward(batch, ForwardContext.ForTraining(1, 2, pass, keepHiddenStates: true));
            Assert.Equal(3, output.HiddenStates.Length);
            (output.HiddenStates[0].pow(2).sum() + (output.HiddenStates[1] * output.HiddenStates[2]).sum() + output.TextVectors.sum()).backward();
            pass?.Backward();
            return TakeGradients(model).OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value).ToArray();
        })];

        Assert.Equal(gradients[1], gradients[0], (a, b) => Math.Abs(a - b) <= 1e-3 + (1e-4 * Math.Abs(a)));
    }

    [Fact]
    public void An_id_beyond_the_table_is_refused()
    {
        using ClassificationModel model = Create(Pooling.Pooler, "gelu", 0);
        using FusedEngine engine = FusedEngine.Create(torch.CPU, Precision.Float32)!;
        using FusedPass pass = engine.Begin(needsGradients: false);
        using DisposeScope scope = torch.NewDisposeScope();
        using TokenBatch batch = TokenBatch.Create([new TokenizedText([7, 1000], null, false)], torch.CPU);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => model.Forward(batch, ForwardContext.Inference(pass)));

        Assert.Contains("The id 1000 is none of an embedding table of 50 rows", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_weights_count_from_the_next_pass_on()
    {
        using ClassificationModel model = Create(Pooling.Mean, "gelu", 0);
        using FusedEngine engine = FusedEngine.Create(torch.CPU, Precision.BFloat16)!;
        (float[] before, _) = Run(model, engine);
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.NamedParameters())
        {
            if (name.EndsWith("query.weight", StringComparison.Ordinal) || name.EndsWith("inner.weight", StringComparison.Ordinal))
            {
                ParameterInitialization.Constant(parameter, 0.2f);
            }
        }

        engine.WeightsChanged();
        (float[] after, _) = Run(model, engine);
        (float[] expected, _) = Run(model, (FusedEngine?)null);

        Assert.True(Error(before, after) > 0.05);
        Assert.InRange(Error(expected, after), 0, 0.05);
    }

    internal static ClassificationModel Create(Pooling pooling, string activation, double dropout, bool attentionHead = false)
    {
        // Only hidden dropout: that of attention draws its numbers in another way.
        BertEncoderOptions options = new()
        {
            HiddenSize = 32, Layers = 2, AttentionHeads = 2, IntermediateSize = 48, Positions = 64, HiddenDropout = dropout, AttentionDropout = 0, InitializerRange = 0.1,
            Activation = activation,
        };
        EncoderConfiguration configuration = new() { Values = BertFamily.Instance.Configure(options, 50), Pooling = pooling };
        TextEncoder encoder = BertFamily.Instance.CreatePooled(configuration);
        HeadShape shape = new(encoder.HiddenSize, 3, 0);
        ClassificationModel model = new(BertFamily.Instance, encoder, attentionHead ? new AttentionHead(shape, new AttentionHeadOptions { Size = 8 }) : new LinearHead(shape, 0));
        model.Initialize(_ => true, 5, 0.1);
        return model;
    }
}
