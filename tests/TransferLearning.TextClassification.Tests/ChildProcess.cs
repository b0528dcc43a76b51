using System.Diagnostics;
using System.Text;

namespace TransferLearning.TextClassification.Tests;

/// <summary>A program that a test runs, with what it wrote.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    private ChildProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
    }

    internal int Id => process.Id;

    internal int ExitCode => process.ExitCode;

    internal string Output => Read(output);

    internal string Error => Read(error);

    internal string All => Output + Error;

    /// <summary>Starts <c>dotnet</c> with arguments, outside of the settings of the test run.</summary>
    internal static ChildProcess StartDotnet(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        // Tests that a shell runs in the background ignore Ctrl-C, and so would the child.
        (string program, string[] words) = OperatingSystem.IsLinux() ? ("env", ["--default-signal=INT", "dotnet", .. arguments]) : ("dotnet", arguments);
        return Start(program, folder, environment, words);
    }

    /// <summary>Starts a program with arguments, outside of the settings of the test run.</summary>
    internal static ChildProcess Start(string program, string folder, IReadOnlyDictionary<string, string>? environment, params string[] words)
    {
        ProcessStartInfo start = new(program, words)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsOfTheTestRun).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        ChildProcess child = new(new Process { StartInfo = start });
        child.process.Start();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs <c>dotnet</c> to its end.</summary>
    internal static Task<ChildProcess> RunDotnetAsync(string folder, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellation, params string[] arguments) =>
        RunToItsEndAsync(StartDotnet(folder, environment, arguments), cancellation);

    /// <summary>Runs a program to its end.</summary>
    internal static Task<ChildProcess> RunAsync(string program, string folder, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellation, params string[] words) =>
        RunToItsEndAsync(Start(program, folder, environment, words), cancellation);

    /// <summary>Writes to its standard input and closes it.</summary>
    internal async Task GiveInputAsync(string text)
    {
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
    }

    internal async Task WaitAsync(CancellationToken cancellation)
    {
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Waits until something stands in its output or error stream, or it has ended.</summary>
    internal async Task WaitForTextAsync(string text, CancellationToken cancellation)
    {
        while (!All.Contains(text, StringComparison.Ordinal) && !process.HasExited)
        {
            await Task.Delay(50, cancellation);
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private static async Task<ChildProcess> RunToItsEndAsync(ChildProcess child, CancellationToken cancellation)
    {
        child.process.StandardInput.Close();
        await child.WaitAsync(cancellation);
        return child;
    }

    private static bool IsOfTheTestRun(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase) || name is "DOTNET_HOST_PATH" or "TLTC_TRACE";

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
