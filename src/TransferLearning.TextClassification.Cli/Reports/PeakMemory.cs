using System.Diagnostics;
using System.Globalization;

namespace TransferLearning.TextClassification.Cli.Reports;

/// <summary>The most memory that this process held.</summary>
internal static class PeakMemory
{
    private const double BytesAMegabyte = 1024 * 1024;

    /// <summary>In MiB: on Linux the kernel's own figure (<c>VmHWM</c>), elsewhere the runtime's.</summary>
    internal static double InMegabytes()
    {
        const string Status = "/proc/self/status";
        string? line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        if (line?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [_, { } kilobytes, ..]
            && long.TryParse(kilobytes, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return Math.Round(number / 1024.0, 1);
        }

        using Process process = Process.GetCurrentProcess();
        return Math.Round(process.PeakWorkingSet64 / BytesAMegabyte, 1);
    }
}
