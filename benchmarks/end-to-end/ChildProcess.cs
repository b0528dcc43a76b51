using System.Diagnostics;
using System.Globalization;
using System.Text;
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
    internal static T Run<T>(JsonTypeInfo<T> type, params string[] arguments) => Run(type, null, out _, arguments);

    /// <summary>Runs this program with other arguments and reads its result.</summary>
    /// <param name="type">The result's.</param>
    /// <param name="threads">How many processors the child is told to have, or null: all.</param>
    /// <param name="milliseconds">From the start of the process to the result.</param>
    /// <param name="arguments">The arguments.</param>
    internal static T Run<T>(JsonTypeInfo<T> type, int? threads, out double milliseconds, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (threads is { } count)
        {
            start.Environment["DOTNET_PROCESSOR_COUNT"] = count.ToString("X", CultureInfo.InvariantCulture);
            start.Environment["OMP_NUM_THREADS"] = count.ToString(CultureInfo.InvariantCulture);
        }

        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        milliseconds = 0;
        StringBuilder output = new();
        string? result = null;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            output.AppendLine(line);
            if (line.StartsWith(ResultMark, StringComparison.Ordinal))
            {
                milliseconds = watch.Elapsed.TotalMilliseconds;
                result = line[ResultMark.Length..];
            }
        }

        process.WaitForExit();
        return process.ExitCode == 0 && result is not null
            ? JsonSerializer.Deserialize(result, type)!
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' failed with exit code {process.ExitCode}: {output}");
    }

    /// <summary>The largest resident size of this process so far, in MB.</summary>
    internal static double PeakMemoryMb()
    {
        const string Path = "/proc/self/status";
        string? line = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? Process.GetCurrentProcess().PeakWorkingSet64 / 1e6 : long.Parse(line[6..].Replace("kB", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
