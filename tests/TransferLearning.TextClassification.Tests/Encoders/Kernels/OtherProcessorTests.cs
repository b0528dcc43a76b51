using TransferLearning.TextClassification.Tests.Encoders.Fused;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Encoders.Kernels;

/// <summary>What processors compute that are of another number, and whose vectors have fewer than 512 bits, or that .NET leaves at fewer.</summary>
public sealed class OtherProcessorTests
{
    [Theory]
    [InlineData(ProcessorSettings.EnableVectors, "0", 5)]
    [InlineData(ProcessorSettings.VectorWidth, "256", 3)]
    public async Task Kernels_and_passes_are_right(string setting, string value, int processors)
    {
        Type[] classes = [typeof(ProcessorSettings), typeof(WeightPanelsTests), typeof(PackedAttentionTests), typeof(FusedPassTests), typeof(FusedFamilyTests)];
        Dictionary<string, string> environment = new() { [setting] = value, [ProcessorSettings.Count] = $"{processors}" };

        using ChildProcess child = await ChildProcess.RunDotnetAsync(
            AppContext.BaseDirectory, environment, TestContext.Current.CancellationToken,
            ["exec", typeof(OtherProcessorTests).Assembly.Location, "-noColor", .. classes.SelectMany(one => (string[])["-class", one.FullName!])]);

        Assert.True(child.ExitCode == 0, child.All);
        Assert.Matches("Total: [1-9][0-9]{2}", child.Output); // more than a hundred tests
    }
}
