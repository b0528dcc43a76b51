using TorchSharp;
using TransferLearning.TextClassification.Training;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Training;

public sealed class LossScalerTests
{
    [Fact]
    public void Many_steps_that_fit_double_the_scale()
    {
        LossScaler scaler = LossScaler.Dynamic();
        Assert.Equal(65536, scaler.Scale);

        Assert.DoesNotContain(true, Enumerable.Range(0, 1999).Select(_ => scaler.LeavesOut(() => 3)));
        Assert.Equal(65536, scaler.Scale);
        Assert.False(scaler.LeavesOut(() => 3));
        Assert.Equal(131072, scaler.Scale);
        Assert.DoesNotContain(true, Enumerable.Range(0, 1999).Select(_ => scaler.LeavesOut(() => 3)));
        Assert.Equal(131072, scaler.Scale);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_step_that_does_not_fit_is_left_out_and_halves_the_scale(double norm)
    {
        LossScaler scaler = LossScaler.Dynamic();
        Assert.DoesNotContain(true, Enumerable.Range(0, 1999).Select(_ => scaler.LeavesOut(() => 3)));

        Assert.True(scaler.LeavesOut(() => norm));

        Assert.Equal(32768, scaler.Scale);
        Assert.False(scaler.LeavesOut(() => 3)); // the count of steps begins again
        Assert.Equal(32768, scaler.Scale);
    }

    [Fact]
    public void At_the_least_scale_no_step_is_left_out()
    {
        LossScaler scaler = LossScaler.Dynamic();

        Assert.Equal(16, Enumerable.Range(0, 20).Count(_ => scaler.LeavesOut(() => double.NaN)));
        Assert.Equal(1, scaler.Scale);
    }

    [Fact]
    public void Without_scaling_nothing_changes()
    {
        LossScaler scaler = LossScaler.None();

        Assert.DoesNotContain(true, Enumerable.Range(0, 4000).Select(_ => scaler.LeavesOut(() => throw new InvalidOperationException("It is read."))));
        Assert.Equal(1, scaler.Scale);
    }

    [Fact]
    public void Gradients_are_divided_by_the_scale_in_their_memory()
    {
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor weight = torch.zeros(3, requires_grad: true);
        torch.Tensor unused = torch.zeros(3, requires_grad: true);
        (weight.sum() * 65536 * 1.25).backward();
        int before = scope.DisposablesCount;

        LossScaler.Dynamic().Unscale([new() { Parameters = [("weight", weight), ("unused", unused)] }]);

        Assert.Equal(before, scope.DisposablesCount);
        Assert.Equal([1.25f, 1.25f, 1.25f], TensorMemory.ToArray(weight.grad!));
    }
}
