using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using TransferLearning.TextClassification.Checkpoints.Hub;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>This assembly run again as another process, which downloads the checkpoint and says where it is, or what went wrong.</summary>
internal sealed class HubChild : IDisposable
{
    private const string AddressVariable = "TLTC_TEST_HUB";
    private const string CacheVariable = "TLTC_TEST_HUB_CACHE";

    private readonly Process process;

    private HubChild(Process process) => this.process = process;

    /// <summary>Starts the download.</summary>
    /// <param name="address">The hub.</param>
    /// <param name="cacheFolder">The cache.</param>
    /// <param name="before">A program with its arguments that starts the process in surroundings of its own.</param>
    internal static HubChild Start(string address, string cacheFolder, params string[] before)
    {
        string[] words = [.. before, "dotnet", typeof(HubChild).Assembly.Location];
        ProcessStartInfo start = new(words[0], words[1..]) { RedirectStandardOutput = true };
        start.Environment[AddressVariable] = address;
        start.Environment[CacheVariable] = cacheFolder;
        return new(Process.Start(start)!);
    }

    /// <summary>What it says.</summary>
    internal async Task<string> ReadAsync(CancellationToken cancellation) => (await process.StandardOutput.ReadToEndAsync(cancellation)).Trim();

    internal void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }

    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(AddressVariable) is not { } address)
        {
            return;
        }

        HubOptions options = new() { Endpoint = address, CacheFolder = Environment.GetEnvironmentVariable(CacheVariable), Token = string.Empty, Offline = false };
        HubSettings settings = HubSettings.Resolve(options, _ => null) with { FreeBytes = _ => null };
        try
        {
            Console.WriteLine(HubDownload.RunAsync(HubName.Parse(HubServer.Model)!, settings, NullLogger.Instance, CancellationToken.None).GetAwaiter().GetResult());
        }
        catch (TransferLearningException exception)
        {
            Console.WriteLine($"{exception.GetType().Name}: {exception.Message}");
        }

        Environment.Exit(0);
    }
}
