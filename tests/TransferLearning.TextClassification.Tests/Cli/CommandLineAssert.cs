using System.Text.Json;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary>What is expected of a run of the command line.</summary>
internal static class CommandLineAssert
{
    /// <summary>It succeeded; its answers, a JSON object a line.</summary>
    internal static JsonElement[] Answers(ChildProcess command)
    {
        Assert.True(command.ExitCode == 0, command.All);
        return [.. command.Output.TrimEnd('\n').Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    /// <summary>It succeeded; the report that it wrote.</summary>
    internal static JsonElement Report(ChildProcess command, string path)
    {
        Assert.True(command.ExitCode == 0, command.All);
        return JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(path));
    }

    /// <summary>It ended with an exit code and, as its last line, its only error, which was foreseen.</summary>
    internal static void Refused(ChildProcess command, int exitCode, string says)
    {
        Assert.True(command.ExitCode == exitCode, command.All);
        string[] lines = command.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(lines[^1], Assert.Single(lines, line => line.StartsWith("error: ", StringComparison.Ordinal)));
        Assert.Contains(says, lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("Unexpected", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line.StartsWith("   at ", StringComparison.Ordinal));
        Assert.Empty(command.Output);
    }

    /// <summary>Neither a folder nor anything half-written beside it is there.</summary>
    internal static void NothingIsLeft(string folder)
    {
        string name = Path.GetFileName(folder);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(folder)!), entry => entry.Contains(name, StringComparison.Ordinal));
    }
}
