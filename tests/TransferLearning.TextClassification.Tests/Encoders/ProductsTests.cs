using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Cnn;
using TransferLearning.TextClassification.Families.Rnn;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Encoders;

/// <summary>Encoders by tensor operations with rounded products, as a CUDA device runs them; here on the processor.</summary>
public sealed class ProductsTests
{
    private static readonly TokenizedText[] Texts = [.. new[] { 3, 17, 1, 8, 8, 5 }.Select((length, text) => new TokenizedText([.. Enumerable.Range(0, length).Select(i => 1 + ((i * (text + 3)) % 48))], null, false))];

    public ProductsTests() => NativeBackend.EnsureLoaded();

    public static TheoryData<string, Precision> Transformers
    {
        get
        {
            TheoryData<string, Precision> data = [];
            foreach (EncoderCase encoder in EncoderCase.All.Where(encoder => !StaysFloat32(encoder)))
            {
                data.Add(encoder.Name, Precision.BFloat16);
                data.Add(encoder.Name, Precision.Float16);
            }

            return data;
        }
    }

    public static TheoryData<string> Others => [.. EncoderCase.All.Where(StaysFloat32).Select(encoder => encoder.Name)];

    /// <summary>A rounding changes a number by at most 2^-9 of it in bfloat16 and 2^-12 in float16; a result comes of some ten roundings one after the other.</summary>
    [Theory]
    [MemberData(nameof(Transformers))]
    public void Vectors_and_gradients_differ_from_float32_by_the_rounding(string name, Precision precision)
    {
        double unit = precision == Precision.BFloat16 ? 1.0 / 512 : 1.0 / 4096;
        foreach (bool trains in new[] { false, true }) // dropout of the attention takes another way
        {
            (float[] expected, Dictionary<string, float[]> expectedGradients) = Run(name, Precision.Float32, trains);
            (float[] vectors, Dictionary<string, float[]> gradients) = Run(name, precision, trains);

            Assert.InRange(Difference(expected, vectors) / Norm(expected), unit / 100, 10 * unit);
            double all = Norm([.. expectedGradients.Values.SelectMany(values => values)]);
            foreach ((string parameter, float[] gradient) in expectedGradients)
            {
                double difference = Difference(gradient, gradients[parameter]);
                Assert.True(difference <= (20 * unit * Norm(gradient)) + (2 * unit * all), $"{parameter}: {difference} of {Norm(gradient)}, {all} in all"); // that of a key's bias is zero but for rounding
            }
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Other_encoders_stay_float32(string name) => Assert.Equal(Run(name, Precision.Float32, true).Vectors, Run(name, Precision.BFloat16, true).Vectors);

    [Theory]
    [InlineData(Precision.BFloat16)]
    [InlineData(Precision.Float16)]
    public void Results_and_gradients_are_float32(Precision precision)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Products products = Products.In(precision);
        torch.Tensor input = torch.full([2, 3], 1 + (1.0 / 16384), requires_grad: true); // is 1 when it is rounded
        torch.Tensor weight = torch.full([4, 3], 0.5, requires_grad: true);
        torch.Tensor bias = torch.full([4], 1.0 / 16384, requires_grad: true); // is not rounded
        torch.Tensor[] results = [products.Linear(input, weight, bias), products.Linear(input, weight, null), products.Multiply(input, weight.t())];

        Assert.All(results, result => Assert.Equal(torch.ScalarType.Float32, result.dtype));
        Assert.Equal([1.5f + (1f / 16384), 1.5f, 1.5f], results.Select(result => result[1, 2].item<float>()));

        torch.Tensor attention = products.Attention(input.view(1, 1, 2, 3), input.view(1, 1, 2, 3), input.view(1, 1, 2, 3), null, isCausal: true);
        (results[0].sum() + attention.sum()).backward();

        Assert.Equal(torch.ScalarType.Float32, attention.dtype);
        Assert.All(new[] { input, weight, bias }, leaf => Assert.Equal(torch.ScalarType.Float32, leaf.grad!.dtype));
        Assert.Equal(2, weight.grad![0, 0].item<float>()); // of the rounded input
    }

    private static bool StaysFloat32(EncoderCase encoder) => encoder.Family is CnnFamily or RnnFamily or OwnFamily;

    private static (float[] Vectors, Dictionary<string, float[]> Gradients) Run(string name, Precision precision, bool trains)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        EncoderCase chosen = EncoderCase.All.Single(encoder => encoder.Name == name);
        using TextEncoder encoder = chosen.Family.CreatePooled(new() { Values = chosen.Configuration, Pooling = chosen.Family.DefaultPooling });
        foreach ((string parameter, Parameter values) in encoder.named_parameters())
        {
            encoder.InitializeParameter(parameter, values, ModuleWeights.SeedOf(1, parameter));
        }

        using Computation computation = Computation.ByTensorOperations(torch.CPU, precision);
        using TokenBatch batch = TokenBatch.Create(Texts, torch.CPU);
        torch.Tensor vectors = encoder.Forward(batch, trains ? computation.Training(1, 2) : computation.Inference(null)).TextVectors;
        Assert.Equal(torch.ScalarType.Float32, vectors.dtype);
        (vectors * torch.arange(1, vectors.numel() + 1).sin().view_as(vectors)).sum().backward();
        return (TensorMemory.ToArray(vectors), encoder.named_parameters().Where(pair => pair.parameter.grad is not null).ToDictionary(pair => pair.name, pair => TensorMemory.ToArray(pair.parameter.grad!)));
    }

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static double Difference(float[] expected, float[] actual) => Norm([.. expected.Zip(actual, (a, b) => a - b)]);
}
