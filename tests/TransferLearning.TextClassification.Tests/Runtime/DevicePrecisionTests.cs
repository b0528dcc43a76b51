using TorchSharp;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Runtime;

public sealed class DevicePrecisionTests
{
    [Theory]
    [InlineData(null, Precision.Float32)]
    [InlineData(7, Precision.Float32)]
    [InlineData(8, Precision.BFloat16)]
    [InlineData(12, Precision.BFloat16)]
    public void On_cuda_auto_goes_by_the_compute_capability(int? major, Precision expected) => Assert.Equal(expected, DevicePrecision.OfCapability(major));

    [Fact]
    public void On_the_processor_auto_goes_by_its_instructions()
    {
        NativeBackend.EnsureLoaded();
        Assert.Equal(ProcessorFeatures.HasBFloat16 ? Precision.BFloat16 : Precision.Float32, DevicePrecision.Resolve(Precision.Auto, torch.CPU));
        Assert.Equal(Precision.Float16, DevicePrecision.Resolve(Precision.Float16, torch.CPU)); // refused elsewhere
    }

    [Fact]
    public void A_device_that_is_not_there_has_no_capability() => Assert.Null(CudaDriver.MajorCapability(1000));

    [Fact]
    public void Float16_is_refused_on_the_processor_only()
    {
        Assert.Null(DevicePrecision.FindProblem("Precision", Precision.Float16, isProcessor: false));
        Assert.Null(DevicePrecision.FindProblem("Precision", Precision.BFloat16, isProcessor: true));
        Assert.Equal(
            "Precision is Float16 and the device the processor; expected Auto, Float32 or BFloat16 there, or a CUDA device for Float16.",
            DevicePrecision.FindProblem("Precision", Precision.Float16, isProcessor: true));
        Assert.StartsWith("Precision is 17; expected one of Auto", DevicePrecision.FindProblem("Precision", (Precision)17, isProcessor: false), StringComparison.Ordinal);
    }
}
