using System.Runtime.InteropServices;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Packaging;

/// <summary>Packs the command line as it was built, installs it from that folder and trains with it.</summary>
[Collection("packing")] // one after the other: each keeps all processors busy
public sealed class PackedToolTests
{
    private const string Tool = "TransferLearning.TextClassification.Cli";
    private const string Version = "0.0.0-test";

    [Fact]
    public async Task The_packed_tool_installs_and_trains()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        using ChildProcess pack = await ChildProcess.RunDotnetAsync(
            Repository.PathOf(), null, cancellation,
            "pack", "-c", BuiltProgram.Configuration, "--no-build", Repository.PathOf("src", Tool), "-o", folder.File("feed"), $"-p:Version={Version}",
            $"-p:PublishDir={folder.File("publish")}/", $"-p:NuspecOutputPath={folder.File("nuspec")}/", "-p:CreateHardLinksForPublishFilesIfPossible=true", "-v", "q");
        Assert.True(pack.ExitCode == 0, pack.All);
        using ChildProcess install = await ChildProcess.RunDotnetAsync(
            folder.Path, null, cancellation, "tool", "install", Tool, "--version", Version, "--tool-path", folder.File("tool"), "--add-source", folder.File("feed"), "--ignore-failed-sources");
        Assert.True(install.ExitCode == 0, install.All);

        string data = TinyBertFolder.WriteRows(folder.File("data.tsv"), 16);
        Dictionary<string, string> runtime = new() { ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")) };
        using ChildProcess train = await ChildProcess.RunAsync(
            folder.File("tool/tltc"), folder.Path, runtime, cancellation, "train", "--encoder", "cnn", "--data", data, "--out", folder.File("model"), "--epochs", "1");
        Assert.True(train.ExitCode == 0, train.All);
        Assert.True(File.Exists(folder.File("model/classifier.json")), train.All);
    }
}
