using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Cnn;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Families.Cnn;

/// <summary>Pooling over the windows of a convolutional network.</summary>
public sealed class CnnEncoderTests
{
    private const int Width = 3;
    private const int Maps = 5;

    private static readonly TokenizedText[] Texts = [new([3, 8, 1, 9, 20], null, false), new([7, 5], null, false)];

    [Theory]
    [InlineData(Pooling.Max)]
    [InlineData(Pooling.Mean)]
    public void Only_windows_inside_the_text_are_pooled_and_a_short_text_has_one(Pooling pooling)
    {
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        using TextEncoder encoder = Create([Width], pooling);
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        EncoderOutput output = encoder.Forward(batch, ForwardContext.Inference());
        float[] tokens = TensorMemory.ToArray(output.TokenVectors);
        float[] texts = TensorMemory.ToArray(output.TextVectors);

        for (int text = 0; text < batch.TextCount; text++)
        {
            int windows = Math.Max(1, batch.Offsets[text + 1] - batch.Offsets[text] - Width + 1);
            for (int map = 0; map < encoder.HiddenSize; map++)
            {
                float[] responses = [.. Enumerable.Range(batch.Offsets[text], windows).Select(token => tokens[(token * encoder.HiddenSize) + map])];
                Assert.Equal(pooling == Pooling.Max ? responses.Max() : responses.Average(), texts[(text * encoder.HiddenSize) + map], 1e-6f);
            }
        }

        Assert.True(texts.Max() > 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2, 4)]
    [InlineData(3, 9, 1)]
    public void Attention_weighs_the_windows_inside_the_text_each_width_s_alone(params int[] widths)
    {
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using TextEncoder encoder = Create(widths, Pooling.Attention);
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        EncoderOutput output = encoder.Forward(batch, ForwardContext.Inference());

        AssertClose(SumsByHand(output, batch, widths, encoder, "pooling.", hops: 1), output.TextVectors);
        Assert.True(output.TextVectors.max().item<float>() > 0);

        output.TextVectors.square().sum().backward();
        Assert.All(encoder.parameters(), parameter => Assert.All(TensorMemory.ToArray(parameter.grad!), gradient => Assert.True(float.IsFinite(gradient))));
    }

    [Theory]
    [InlineData(Pooling.Max)]
    [InlineData(Pooling.Attention)]
    public void An_attention_head_weighs_the_windows_inside_the_text(Pooling pooling)
    {
        const int Hops = 2;
        int[] widths = [2, 4];
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        using ClassificationModel model = new(
            CnnFamily.Instance, Create(widths, pooling), Filled(AttentionHeadKind.Instance.Create(new AttentionHeadOptions { Hops = Hops }, new HeadShape(9, 3, 0.1) { TokenVectorSize = 2 * Maps })));
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        EncoderOutput output = model.Encoder.Forward(batch, ForwardContext.Inference());
        Dictionary<string, Parameter> parameters = model.Head.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);

        torch.Tensor sums = SumsByHand(output, batch, widths, model.Head, "attention.", Hops);
        AssertClose(sums.mm(parameters["classifier.weight"].t()) + parameters["classifier.bias"], model.Forward(batch, ForwardContext.Inference()));
    }

    /// <summary>Each width's features, weighed over the tokens where a whole window begins: <c>[texts, hops * widths * maps]</c>.</summary>
    private static torch.Tensor SumsByHand(EncoderOutput output, TokenBatch batch, int[] widths, torch.nn.Module module, string prefix, int hops)
    {
        Dictionary<string, Parameter> parameters = module.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        return torch.stack([.. Enumerable.Range(0, batch.TextCount).Select(text =>
        {
            int length = batch.Offsets[text + 1] - batch.Offsets[text];
            torch.Tensor own = output.TokenVectors.narrow(0, batch.Offsets[text], length); // [length, widths * maps]
            torch.Tensor scores = own.mm(parameters[prefix + "inner"].t()).tanh().mm(parameters[prefix + "outer"].t()); // [length, hops]
            return torch.cat([.. from hop in Enumerable.Range(0, hops) from width in Enumerable.Range(0, widths.Length) select Sum(hop, width)]);

            torch.Tensor Sum(int hop, int width)
            {
                int windows = Math.Max(1, length - widths[width] + 1);
                return scores.narrow(0, 0, windows).select(1, hop).softmax(0).unsqueeze(0).mm(own.narrow(0, 0, windows).narrow(1, width * Maps, Maps))[0];
            }
        })]);
    }

    private static TextEncoder Create(int[] widths, Pooling pooling)
    {
        CnnEncoderOptions options = new() { EmbeddingSize = 4, FeatureMaps = Maps, FilterWidths = widths };
        TextEncoder encoder = CnnFamily.Instance.CreatePooled(new() { Values = CnnFamily.Instance.Configure(options, TinyModels.VocabularySize), Pooling = pooling });
        foreach ((string name, Parameter parameter) in encoder.named_parameters())
        {
            encoder.InitializeParameter(name, parameter, ModuleWeights.SeedOf(1, name));
        }

        return Filled(encoder, PooledEncoder.OwnPrefix);
    }

    /// <summary>Gives those parameters whose names begin with <paramref name="prefix"/> values of about 1: weights far from equal.</summary>
    private static TModule Filled<TModule>(TModule module, string prefix = "")
        where TModule : torch.nn.Module
    {
        foreach ((string name, Parameter parameter) in module.named_parameters().Where(pair => pair.name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            ParameterInitialization.Normal(parameter, ModuleWeights.SeedOf(1, name), 1);
        }

        return module;
    }

    private static void AssertClose(torch.Tensor expected, torch.Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5);
    }
}
