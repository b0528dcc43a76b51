using System.Diagnostics;
using System.Globalization;

namespace TransferLearning.TextClassification.Storage;

/// <summary>
/// Names beside a folder for what is not finished yet: <c>.NAME.tltc-PROCESS-START-RANDOM</c>. The name says which process owns it,
/// so that what a killed process left behind is known as such.
/// </summary>
internal static class TemporarySibling
{
    private const string Mark = ".tltc-";

    /// <summary>Two readings of a process's start may differ by this much.</summary>
    private const long StartToleranceSeconds = 2;

    /// <summary>A new name beside a folder, owned by this process.</summary>
    internal static string New(string folder) => New(Path.GetDirectoryName(folder)!, Path.GetFileName(folder));

    /// <summary>A new name in a parent folder, owned by this process.</summary>
    internal static string New(string parent, string name)
    {
        using Process process = Process.GetCurrentProcess();
        return Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $".{name}{Mark}{process.Id}-{StartSeconds(process)}-{Random.Shared.Next():x8}"));
    }

    /// <summary>The name under which the earlier folder waits where two folders cannot be exchanged in one step.</summary>
    internal static string Previous(string folder) => Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}{Mark}previous");

    /// <summary>Removes what killed processes left beside a folder. What cannot be removed stays.</summary>
    internal static void RemoveAbandoned(string folder)
    {
        string parent = Path.GetDirectoryName(folder)!;
        string start = $".{Path.GetFileName(folder)}{Mark}";
        if (!Directory.Exists(parent))
        {
            return;
        }

        foreach (string sibling in Directory.GetDirectories(parent).Where(sibling => Path.GetFileName(sibling).StartsWith(start, StringComparison.Ordinal)))
        {
            string[] parts = Path.GetFileName(sibling)[start.Length..].Split('-');
            if (parts.Length == 3
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long started)
                && !Runs(process, started))
            {
                TryDelete(sibling);
            }
        }
    }

    /// <summary>Deletes a folder; what cannot be deleted stays.</summary>
    internal static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Often it is not there at all; otherwise it is removed when the next classifier is saved there.
        }
    }

    private static bool Runs(int id, long started)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited && Math.Abs(StartSeconds(process) - started) <= StartToleranceSeconds;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false; // no such process
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return true; // another user's: it may well run
        }
    }

    private static long StartSeconds(Process process) => new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeSeconds();
}
