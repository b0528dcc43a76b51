using System.Diagnostics;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>Counts what several downloads of one checkpoint have, and reports it.</summary>
internal sealed class HubMeter(HubName name, IProgress<HubProgress>? progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly Stopwatch sinceLast = Stopwatch.StartNew();
    private long bytes;
    private long totalBytes;
    private int files;
    private int totalFiles;

    /// <summary>Adds to what is to be had.</summary>
    internal void Expect(HubFile file)
    {
        lock (gate)
        {
            totalBytes += file.Size;
            totalFiles++;
        }
    }

    /// <summary>Adds bytes that are there; a negative number takes away those that were discarded.</summary>
    internal void Add(long count) => Report(count, 0);

    /// <summary>Adds a file that is whole and checked.</summary>
    internal void AddFile() => Report(0, 1);

    private void Report(long moreBytes, int moreFiles)
    {
        lock (gate)
        {
            bytes += moreBytes;
            files += moreFiles;
            bool isLast = moreFiles > 0 && files == totalFiles;
            if (progress is null || (sinceLast.Elapsed < Interval && !isLast))
            {
                return;
            }

            sinceLast.Restart();
            progress.Report(new() { Model = name.ToString(), Bytes = bytes, TotalBytes = totalBytes, Files = files, TotalFiles = totalFiles });
        }
    }
}
