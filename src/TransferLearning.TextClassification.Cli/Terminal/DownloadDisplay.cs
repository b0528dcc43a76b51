using System.Diagnostics;

namespace TransferLearning.TextClassification.Cli.Terminal;

/// <summary>A line every two seconds, and at the end of a download.</summary>
internal sealed class DownloadDisplay : IProgress<HubProgress>
{
    private const double BytesAMegabyte = 1e6;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly Stopwatch sinceLast = Stopwatch.StartNew();

    public void Report(HubProgress value)
    {
        if (sinceLast.Elapsed < Interval && value.Files < value.TotalFiles)
        {
            return;
        }

        sinceLast.Restart();
        Screen.Say(FormattableString.Invariant(
            $"{value.Model}: {value.Bytes / BytesAMegabyte:0.0} of {value.TotalBytes / BytesAMegabyte:0.0} MB, {value.Files} of {value.TotalFiles} files"));
    }
}
