using System.Runtime.Intrinsics;
using TransferLearning.TextClassification.Tests.Encoders.Fused;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Encoders.Kernels;

/// <summary>What processors compute whose vectors have fewer than 512 bits, or that .NET leaves at fewer.</summary>
public sealed class NarrowVectorTests
{
    private static readonly (string Name, string Value)[] Settings = [("DOTNET_EnableAVX512", "0"), ("DOTNET_PreferredVectorBitWidth", "256")];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Kernels_and_passes_are_right_without_vectors_of_512_bits(int setting)
    {
        if (!Vector512.IsHardwareAccelerated || Settings.Any(IsSet))
        {
            return; // all tests show it already
        }

        Type[] classes = [typeof(NarrowVectorTests), typeof(WeightPanelsTests), typeof(PackedAttentionTests), typeof(FusedPassTests), typeof(FusedFamilyTests)];
        using ChildProcess child = await ChildProcess.RunDotnetAsync(
            AppContext.BaseDirectory, new Dictionary<string, string> { [Settings[setting].Name] = Settings[setting].Value }, TestContext.Current.CancellationToken,
            ["exec", typeof(NarrowVectorTests).Assembly.Location, "-noColor", .. classes.SelectMany(one => (string[])["-class", one.FullName!])]);

        Assert.True(child.ExitCode == 0, child.All);
        Assert.Matches("Total: [1-9][0-9]{2}", child.Output); // more than a hundred tests
    }

    [Fact]
    public void Either_setting_turns_them_off() => Assert.False(Vector512.IsHardwareAccelerated && Settings.Any(IsSet));

    private static bool IsSet((string Name, string Value) setting) => Environment.GetEnvironmentVariable(setting.Name) == setting.Value;
}
