using System.Diagnostics;
using System.Globalization;
using TransferLearning.TextClassification.Tests.Checkpoints.Hub;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary><c>tltc train --encoder ORG/NAME</c>.</summary>
public sealed class HubEncoderTests(CommandLineFolder folder) : HubTest, IClassFixture<CommandLineFolder>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Dictionary<string, string> Surroundings => new() { ["HF_ENDPOINT"] = Server.Address, ["HF_HUB_CACHE"] = CacheFolder, ["HF_TOKEN"] = "hf_mine", ["HF_HUB_OFFLINE"] = "0" };

    [Fact]
    public async Task A_name_is_downloaded_and_trained_and_then_works_offline()
    {
        Serve(folder.Encoder);
        string model = folder.NewPath();

        using ChildProcess train = await RunAsync(model, HubServer.Model);
        Assert.True(train.ExitCode == 0, train.All);
        string last = $"{HubServer.Model}: {Server.Files.Where(file => file.Key != "classifier.json").Sum(file => file.Value.Length) / 1e6:0.0}";
        Assert.Contains(last, train.Error, StringComparison.Ordinal);
        Assert.True(Server.Calls.All(call => call.Authorization == (call.Kind == HubCall.Stored ? null : "Bearer hf_mine")));
        Assert.DoesNotContain("hf_mine", train.All, StringComparison.Ordinal);

        int before = Server.Calls.Count;
        using ChildProcess offline = await RunAsync(folder.NewPath(), HubServer.Model, ("HF_HUB_OFFLINE", "1"));
        Assert.True(offline.ExitCode == 0, offline.All);
        Assert.Equal(before, Server.Calls.Count);
    }

    [Theory]
    [InlineData(404, 2, "there is no such checkpoint")]
    [InlineData(401, 2, "the access token is not accepted")]
    [InlineData(429, 1, "too many requests")]
    public async Task What_the_hub_refuses_is_one_message_and_an_exit_code(int status, int exitCode, string expected)
    {
        Server.Fault = call => Task.FromResult(call.Answer(status, "Retry-After", "100"));
        string model = folder.NewPath();

        using ChildProcess train = await RunAsync(model, "acme/other");

        Assert.Equal(exitCode, train.ExitCode);
        Assert.StartsWith("error: acme/other: ", train.Error, StringComparison.Ordinal);
        Assert.Contains(expected, train.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", train.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(model));
    }

    [Fact]
    public async Task What_is_neither_folder_nor_name_is_bad_input()
    {
        using ChildProcess train = await RunAsync(folder.NewPath(), "./no/such");

        Assert.Equal(2, train.ExitCode);
        Assert.StartsWith("error: ./no/such: there is no such folder, and it is no name", train.Error, StringComparison.Ordinal);
        Assert.Empty(Server.Calls);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_download_and_keeps_what_came()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "There is no SIGINT to send here.");
        Serve(folder.Encoder);
        TaskCompletionSource<bool> hasPart = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Fault = async call => call.Kind == HubCall.Stored && await HangAsync(call, 1000, hasPart);
        string model = folder.NewPath();

        using ChildProcess train = ChildProcess.StartDotnet(Path.GetTempPath(), Surroundings, Words(model, HubServer.Model));
        await hasPart.Task.WaitAsync(Cancellation);
        using Process kill = Process.Start("kill", ["-INT", train.Id.ToString(CultureInfo.InvariantCulture)]);
        await train.WaitAsync(Cancellation);

        Assert.True(train.ExitCode == 1, train.All);
        Assert.Contains("error: Aborted. Nothing was saved.", train.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("best so far", train.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(model));
        Assert.Equal(1000, new FileInfo(WeightsPart).Length);
    }

    private Task<ChildProcess> RunAsync(string model, string encoder, params (string Name, string Value)[] variables)
    {
        Dictionary<string, string> surroundings = Surroundings;
        foreach ((string name, string value) in variables)
        {
            surroundings[name] = value;
        }

        return ChildProcess.RunDotnetAsync(Path.GetTempPath(), surroundings, Cancellation, Words(model, encoder));
    }

    private string[] Words(string model, string encoder) =>
        [BuiltProgram.CommandLine, "train", "--encoder", encoder, "--data", folder.Data, "--out", model, "--epochs", "1"];
}
