using System.Text.Json;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Optimization;
using Xunit;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.ParityTests.Optimization;

public class OptimizerParityTests
{
    public OptimizerParityTests() => NativeBackend.EnsureLoaded();

    /// <summary>Float32 takes the fused loops (three copies end to end, so that whole vectors and a tail are seen), float64 the tensor operations.</summary>
    [Theory]
    [InlineData(ScalarType.Float32, 5e-6)]
    [InlineData(ScalarType.Float64, 1e-12)]
    public void Every_step_equals_the_reference(ScalarType type, double tolerance)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedFolder.Path("goldens", "optimizers.json")));
        int compared = 0;
        foreach (JsonElement item in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (Read(item) is OptimizerKind kind)
            {
                Compare(golden.RootElement, item, kind, type, tolerance);
                compared++;
            }
        }

        Assert.Equal(8, compared);
    }

    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.Float64, 1e-6)]
    public void Clipping_equals_the_reference(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedFolder.Path("goldens", "optimizers.json")));
        JsonElement clip = golden.RootElement.GetProperty("clip");
        double[] a = Numbers(clip.GetProperty("a"));
        double[] b = Numbers(clip.GetProperty("b"));
        Tensor first = Parameter(new double[3], a, type);
        Tensor second = Parameter(new double[4], b, type);
        using ParameterOptimizer optimizer = new SgdKind(new() { LearningRate = 1 }).Create([new() { Parameters = [("a", first), ("b", second)] }]);
        Assert.Equal(clip.GetProperty("norm").GetDouble(), optimizer.ClipGradients(clip.GetProperty("max_norm").GetDouble()), 1e-6);
        optimizer.Step(1);
        AssertClose(Numbers(clip.GetProperty("a_after")), first.neg(), tolerance, "a");
        AssertClose(Numbers(clip.GetProperty("b_after")), second.neg(), tolerance, "b");
    }

    private static void Compare(JsonElement golden, JsonElement item, OptimizerKind kind, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        double[] start = Numbers(golden.GetProperty("start"));
        Tensor parameter = Parameter([.. start, .. start, .. start], null, type);
        using ParameterOptimizer optimizer = kind.Create([new() { Parameters = [("weight", parameter)] }]);
        int step = 0;
        foreach (JsonElement expected in item.GetProperty("after_each_step").EnumerateArray())
        {
            double[] gradient = Numbers(golden.GetProperty("gradients")[step++]);
            parameter.grad = tensor([.. gradient, .. gradient, .. gradient], type);
            optimizer.Step(1);
            double[] values = Numbers(expected);
            AssertClose([.. values, .. values, .. values], parameter, tolerance, $"{item.GetProperty("optimizer")} step {step}");
        }
    }

    private static OptimizerKind? Read(JsonElement item)
    {
        double Number(string name, double otherwise) => item.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;
        bool Flag(string name) => item.TryGetProperty(name, out JsonElement value) && value.GetBoolean();
        double[] betas = item.TryGetProperty("betas", out JsonElement pair) ? Numbers(pair) : [0.9, 0.999];
        string name = item.GetProperty("optimizer").GetString()!;
        return name.Split('-')[0] switch
        {
            "AdamW" => new AdamWKind(new()
            {
                LearningRate = Number("lr", 0),
                WeightDecay = Number("weight_decay", 0.01),
                Beta1 = betas[0],
                Beta2 = betas[1],
                Epsilon = Number("eps", 1e-8),
                AmsGrad = Flag("amsgrad"),
            }),
            "Adam" => new AdamKind(new() { LearningRate = Number("lr", 0), WeightDecay = Number("weight_decay", 0) }),
            "SGD" => new SgdKind(new()
            {
                LearningRate = Number("lr", 0),
                WeightDecay = Number("weight_decay", 0),
                Momentum = Number("momentum", 0),
                Nesterov = Flag("nesterov"),
            }),
            _ => null,
        };
    }

    private static Tensor Parameter(double[] values, double[]? gradient, ScalarType type)
    {
        Tensor parameter = tensor(values, type, requires_grad: true);
        if (gradient is not null)
        {
            parameter.grad = tensor(gradient, type);
        }

        return parameter;
    }

    private static double[] Numbers(JsonElement array) =>
        [.. array.EnumerateArray().SelectMany(item => item.ValueKind == JsonValueKind.Array ? Numbers(item) : [item.GetDouble()])];

    private static void AssertClose(double[] expected, Tensor actual, double tolerance, string what)
    {
        double[] values = [.. actual.detach().to(ScalarType.Float64).data<double>()];
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(values[i] - expected[i]) <= tolerance, $"{what}, element {i}: {values[i]}, expected {expected[i]}");
        }
    }
}
