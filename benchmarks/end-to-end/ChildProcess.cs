using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Every measurement has a process of its own: allocator, threads and peak memory are process-wide.</summary>
internal static class ChildProcess
{
    private const string ResultMark = "RESULT ";

    /// <summary>Prints the result for the parent.</summary>
    internal static void Return<T>(T result, JsonTypeInfo<T> type) => Console.WriteLine(ResultMark + JsonSerializer.Serialize(result, type));

    /// <summary>Runs this program with other arguments and reads its result.</summary>
    internal static T Run<T>(JsonTypeInfo<T> type, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string? line = output.Split('\n').LastOrDefault(text => text.StartsWith(ResultMark, StringComparison.Ordinal));
        return process.ExitCode == 0 && line is not null
            ? JsonSerializer.Deserialize(line.AsSpan(ResultMark.Length), type)!
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' failed with exit code {process.ExitCode}: {output}");
    }

    /// <summary>The largest resident size of this process so far, in MB.</summary>
    internal static double PeakMemoryMb()
    {
        const string Path = "/proc/self/status";
        string? line = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? Process.GetCurrentProcess().PeakWorkingSet64 / 1e6 : long.Parse(line[6..].Replace("kB", string.Empty, StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
