using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary>An encoder and data that the command line is tried on.</summary>
public sealed class CommandLineFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public CommandLineFolder()
    {
        TinyBertFolder.Write(Encoder);
        TinyBertFolder.WriteRows(Data, 64);
    }

    internal string Encoder => folder.File("encoder");

    internal string Data => folder.File("data.tsv");

    public void Dispose() => folder.Dispose();

    internal string NewPath() => folder.File($"new-{Guid.NewGuid():N}");

    /// <summary>Writes a new file.</summary>
    internal string NewFile(string extension, params string[] lines)
    {
        string path = NewPath() + extension;
        File.WriteAllLines(path, lines);
        return path;
    }

    internal ChildProcess Start(params string[] words) => ChildProcess.StartDotnet(folder.Path, null, [BuiltProgram.CommandLine, .. words]);

    internal Task<ChildProcess> RunAsync(params string[] words) =>
        ChildProcess.RunDotnetAsync(folder.Path, null, TestContext.Current.CancellationToken, [BuiltProgram.CommandLine, .. words]);
}
