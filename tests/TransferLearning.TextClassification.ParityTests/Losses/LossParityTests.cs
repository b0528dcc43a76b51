using System.Text.Json;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Losses;
using Xunit;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.ParityTests.Losses;

public class LossParityTests
{
    public LossParityTests() => NativeBackend.EnsureLoaded();

    [Theory]
    [InlineData("cross_entropy")]
    [InlineData("cross_entropy_weighted")]
    [InlineData("cross_entropy_smoothing_0.1")]
    [InlineData("cross_entropy_weighted_smoothing_0.1")]
    [InlineData("cross_entropy_ignore_minus_100")]
    [InlineData("cross_entropy_soft_targets")]
    [InlineData("binary_cross_entropy")]
    [InlineData("binary_cross_entropy_pos_weight")]
    [InlineData("mean_squared_error")]
    public void Value_and_gradient_equal_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedFolder.Path("goldens", "losses.json")));
        JsonElement golden = document.RootElement;
        JsonElement expected = golden.GetProperty("cases").GetProperty(name);
        Tensor logits = Matrix(golden.GetProperty("logits"));
        Tensor targets = Targets(golden, name, logits);
        logits.requires_grad = true;

        using Tensor loss = Kind(golden, name).Compute(logits, targets);
        loss.backward();

        Assert.Equal(expected.GetProperty("loss").GetDouble(), loss.item<double>(), 1e-12);
        Assert.True(allclose(Matrix(expected.GetProperty("gradient")), logits.grad!, rtol: 0, atol: 1e-12));
    }

    private static LossKind Kind(JsonElement golden, string name)
    {
        double[] weights = Row(golden.GetProperty("weights"));
        return name switch
        {
            "binary_cross_entropy" => new BinaryCrossEntropyKind(new()),
            "binary_cross_entropy_pos_weight" => new BinaryCrossEntropyKind(new() { PositiveWeights = weights }),
            "mean_squared_error" => new MeanSquaredErrorKind(),
            _ => new CrossEntropyKind(new()
            {
                ClassWeights = name.Contains("weighted", StringComparison.Ordinal) ? weights : null,
                LabelSmoothing = name.EndsWith("smoothing_0.1", StringComparison.Ordinal) ? 0.1 : 0,
            }),
        };
    }

    private static Tensor Targets(JsonElement golden, string name, Tensor logits) => name switch
    {
        "cross_entropy_soft_targets" => logits.flip(1).softmax(1),
        "cross_entropy_ignore_minus_100" => Classes(golden.GetProperty("ignore_targets")),
        "binary_cross_entropy" or "binary_cross_entropy_pos_weight" or "mean_squared_error" => Matrix(golden.GetProperty("multi_label_targets")),
        _ => Classes(golden.GetProperty("targets")),
    };

    private static Tensor Classes(JsonElement array) => tensor([.. array.EnumerateArray().Select(item => item.GetInt64())]);

    private static double[] Row(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    private static Tensor Matrix(JsonElement rows) => stack([.. rows.EnumerateArray().Select(row => tensor(Row(row)))]);
}
