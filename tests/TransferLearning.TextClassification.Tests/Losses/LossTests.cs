using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Losses;
using Xunit;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Tests.Losses;

public class LossTests
{
    public LossTests() => NativeBackend.EnsureLoaded();

    [Fact]
    public void A_loss_leaves_nothing_but_its_result()
    {
        using Tensor logits = zeros([2, 3], requires_grad: true);
        using Tensor classes = tensor([0L, 2L]);
        using Tensor many = zeros([2, 3]);
        CheckLeaks(new CrossEntropyKind(new() { ClassWeights = [1, 2, 3] }), logits, classes);
        CheckLeaks(new BinaryCrossEntropyKind(new() { PositiveWeights = [1, 2, 3] }), logits, many);
        CheckLeaks(new MeanSquaredErrorKind(), logits, many);
    }

    [Fact]
    public void Reduced_precision_is_computed_in_single_precision()
    {
        using var scope = NewDisposeScope();
        Tensor logits = zeros([2, 3], ScalarType.BFloat16, requires_grad: true);
        Tensor loss = new CrossEntropyKind(new()).Compute(logits, tensor([0L, 2L]));
        Assert.Equal(ScalarType.Float32, loss.dtype);
        Assert.Equal(Math.Log(3), loss.item<float>(), 1e-6);
    }

    [Fact]
    public void Regression_takes_a_number_a_text()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor([1f, 2f, 4f]).reshape(3, 1);
        Assert.Equal(2f, new MeanSquaredErrorKind().Compute(logits, tensor([2f, 1f, 2f])).item<float>(), 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Targets_that_weigh_nothing_teach_nothing(double smoothing)
    {
        using var scope = NewDisposeScope();
        CrossEntropyKind kind = new(new() { ClassWeights = [0, 1, 2], LabelSmoothing = smoothing });
        foreach (Tensor targets in (Tensor[])[tensor([0L, 0L]), tensor([0L, -100L])])
        {
            Tensor logits = tensor([1f, 2f, 4f, 0f, -1f, 1f]).reshape(2, 3).requires_grad_();
            Tensor loss = kind.Compute(logits, targets);
            loss.backward();

            Assert.Equal(0, loss.item<float>());
            Assert.All(logits.grad!.data<float>().ToArray(), value => Assert.Equal(0, value));
            Assert.True(float.IsFinite(kind.Compute(logits, tensor([1f, 0f, 0f, 1f, 0f, 0f]).reshape(2, 3)).item<float>()));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Weights_of_targets_are_those_of_the_mean(double smoothing)
    {
        using var scope = NewDisposeScope();
        CrossEntropyKind kind = new(new() { ClassWeights = [0, 1, 2.5], LabelSmoothing = smoothing });
        Tensor targets = tensor([2L, 0L, -100L, 1L, 2L]);
        Tensor logits = tensor([1f, 2f, 4f, 0f, -1f, 1f, 3f, 3f, 2f, 1f, 0f, -2f, 0.5f, 0.25f, 0f]).reshape(5, 3).requires_grad_();
        Tensor expected = logits.detach().clone().requires_grad_();
        Tensor mean = nn.functional.cross_entropy(expected, targets, weight: tensor([0f, 1f, 2.5f]), label_smoothing: smoothing);
        mean.backward();
        Tensor loss = kind.Compute(logits, targets);
        loss.backward();

        Assert.Equal(mean.item<float>(), loss.item<float>(), 1e-6);
        Assert.Equal(expected.grad!.data<float>().ToArray(), logits.grad!.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Wrong_shapes_are_refused_before_native_code_sees_them()
    {
        using var scope = NewDisposeScope();
        Tensor logits = zeros(2, 3);
        Assert.Throws<ArgumentException>(() => new CrossEntropyKind(new()).Compute(logits, tensor([0L])));
        Assert.Throws<ArgumentException>(() => new CrossEntropyKind(new() { ClassWeights = [1, 2] }).Compute(logits, tensor([0L, 1L])));
        Assert.Throws<ArgumentException>(() => new BinaryCrossEntropyKind(new()).Compute(logits, zeros(2, 4)));
        Assert.Throws<ArgumentException>(() => new MeanSquaredErrorKind().Compute(logits, zeros(2)));
    }

    [Fact]
    public void Every_mistake_in_the_options_is_listed()
    {
        Assert.Equal(
            [
                "CrossEntropyOptions.ClassWeights[1] is -1; expected a number of at least 0.",
                "CrossEntropyOptions.LabelSmoothing is 2; expected a number from 0 to 1.",
            ],
            new CrossEntropyKind(new() { ClassWeights = [1, -1], LabelSmoothing = 2 }).FindProblems());
        Assert.Empty(new CrossEntropyKind(new()).FindProblems());
        Assert.Single(new BinaryCrossEntropyKind(new() { PositiveWeights = [0] }).FindProblems());
    }

    private static void CheckLeaks(LossKind kind, Tensor logits, Tensor targets)
    {
        kind.Compute(logits, targets).Dispose();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (Tensor loss = kind.Compute(logits, targets))
        {
            Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
