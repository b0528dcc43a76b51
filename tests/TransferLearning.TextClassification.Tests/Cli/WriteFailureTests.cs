using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary><c>tltc</c> where the system lets it write nothing.</summary>
public sealed class WriteFailureTests(CommandLineFolder folder) : IClassFixture<CommandLineFolder>
{
    private const int MayNotMount = 77;

    [Theory]
    [InlineData("size=8k", 1, "the disk is full. Free some space")]
    [InlineData("size=8k,ro", 2, "the file system is read-only.")]
    public async Task A_disk_that_is_full_or_read_only(string options, int exitCode, string says)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets a user mount a small disk for one program.");
        string disk = folder.NewPath();
        Directory.CreateDirectory(disk);

        // What is left on the disk stands in the output: it is gone with the program.
        const string Script = """mount -t tmpfs -o "$1" none "$0" || exit 77; disk=$0; shift; "$@"; code=$?; ls -A "$disk"; exit $code""";
        using ChildProcess train = await RunAsync("unshare", ["-Urm", "sh", "-c", Script, disk, options], Train(Path.Combine(disk, "new", "model")));
        Assert.SkipWhen(train.ExitCode == MayNotMount || train.Error.StartsWith("unshare: ", StringComparison.Ordinal), $"No disk may be mounted here: {train.Error}");

        CommandLineAssert.Refused(train, exitCode, says);
    }

    [Fact]
    public async Task A_file_larger_than_the_system_allows()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is Linux's.");
        string output = folder.NewPath();

        using ChildProcess train = await RunAsync("sh", ["-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh"], Train(output));

        CommandLineAssert.Refused(train, 1, ": it would be larger than the file system or the user's limit allows.");
        CommandLineAssert.NothingIsLeft(output);
    }

    [Fact]
    public async Task A_folder_that_holds_no_files_of_users()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is Linux's.");
        using ChildProcess train = await folder.RunAsync(Train("/proc/out"));

        CommandLineAssert.Refused(train, 2, "--out /proc/out: no folder can be created in '/proc'");
    }

    [Fact]
    public async Task An_output_stream_that_takes_no_answers()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using ChildProcess predict = await RunAsync("sh", ["-c", "exec \"$@\" >/dev/full", "sh"], "predict", "--model", folder.Encoder, "--text", "charged twice");

        CommandLineAssert.Refused(predict, 1, "The answers could not be written: No space left on device");
    }

    [Fact]
    public async Task An_output_stream_that_takes_no_result_keeps_no_report_back()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        string output = folder.NewPath();
        foreach (string[] words in (string[][])
        [
            [.. Train(output), "--test", folder.Data, "--report"], ["evaluate", "--model", folder.Model, "--data", folder.Data, "--report"], ["data", "--data", folder.Data, "--report"],
        ])
        {
            string report = folder.NewPath();
            using ChildProcess command = await RunAsync("sh", ["-c", "exec \"$@\" >/dev/full", "sh"], [.. words, report]);

            CommandLineAssert.Refused(command, 1, "The answers could not be written: No space left on device");
            Assert.EndsWith("}\n", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.True(File.Exists(Path.Combine(output, "classifier.json")));
        using ChildProcess info = await RunAsync("sh", ["-c", "exec \"$@\" >/dev/full", "sh"], "info", "--model", folder.Encoder);
        CommandLineAssert.Refused(info, 1, "The answers could not be written: No space left on device");
    }

    [Fact]
    public async Task A_report_that_takes_nothing_keeps_no_result_back()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using ChildProcess data = await folder.RunAsync("data", "--data", folder.Data, "--report", "/dev/full");

        Assert.True(data.ExitCode == 1, data.All);
        Assert.Contains("/dev/full: the report could not be written", data.Error, StringComparison.Ordinal);
        Assert.Contains("repeated rows", data.Output, StringComparison.Ordinal);
    }

    private string[] Train(string output) => ["train", "--encoder", folder.Encoder, "--data", folder.Data, "--out", output, "--epochs", "1"];

    /// <summary>Runs the command line through another program.</summary>
    private static Task<ChildProcess> RunAsync(string program, string[] before, params string[] words) => ChildProcess.RunAsync(
        program,
        Path.GetTempPath(),
        new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" }, // it makes large files of memory, which the limit counts
        TestContext.Current.CancellationToken,
        [.. before, "dotnet", BuiltProgram.CommandLine, .. words]);
}
