using System.Globalization;
using System.Runtime.Intrinsics;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Encoders.Kernels;

/// <summary>Variables by which a process takes itself to be on another processor, and that they do.</summary>
public sealed class ProcessorSettings
{
    internal const string EnableVectors = "DOTNET_EnableAVX512";
    internal const string VectorWidth = "DOTNET_PreferredVectorBitWidth";
    internal const string Count = "DOTNET_PROCESSOR_COUNT";

    [Fact]
    public void Vectors_of_512_bits_can_be_turned_off() => Assert.False(
        Vector512.IsHardwareAccelerated && (Environment.GetEnvironmentVariable(EnableVectors) == "0" || Environment.GetEnvironmentVariable(VectorWidth) == "256"));

    [Fact]
    public void The_number_of_processors_can_be_set() =>
        Assert.Equal(Environment.GetEnvironmentVariable(Count) ?? $"{Environment.ProcessorCount}", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
}
