using System.Diagnostics;
using System.Globalization;
using System.Text;
using TransferLearning.TextClassification.Checkpoints.Vectors;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>How fast a large file of word vectors is read, and in how much memory, where only some of its words are wanted.</summary>
internal static class VectorSpeed
{
    /// <summary>Writes a text and a binary file, reads each in child processes with several numbers of wanted words, and removes them.</summary>
    /// <param name="lines">Words a file.</param>
    /// <param name="size">Numbers a vector.</param>
    /// <param name="wanted">The numbers of wanted words to try.</param>
    /// <param name="rounds">How often each is read; medians are reported.</param>
    /// <returns>A Markdown table.</returns>
    internal static string Table(int lines, int size, IReadOnlyList<int> wanted, int rounds)
    {
        StringBuilder table = new("| file | MB | wanted words | their vectors, MB | MB/s | words/s | peak memory, MB |\n|---|---|---|---|---|---|---|\n");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tltc-vectors-");
        try
        {
            foreach ((string name, Action<string, int, int> write) in ((string, Action<string, int, int>)[])[("text", VectorFiles.WriteText), ("binary", VectorFiles.WriteBinary)])
            {
                string path = Path.Combine(folder.FullName, name);
                write(path, lines, size);
                Run(path, lines, 1); // brings it into the system's cache
                foreach (int count in wanted)
                {
                    Measurement[] measured = [.. Enumerable.Range(0, rounds).Select(_ => Run(path, lines, count))];
                    table.Append(
                        CultureInfo.InvariantCulture,
                        $"| {name} | {new FileInfo(path).Length / 1e6:#,0} | {count:#,0} | {count * (long)size * sizeof(float) / 1e6:0.0} | {Statistics.Median(measured.Select(row => row.MegabytesPerSecond)):#,0} | {Statistics.Median(measured.Select(row => row.TextsPerSecond)):#,0} | {measured.Max(row => row.PeakMemoryMb):0} |\n");
                }

                File.Delete(path);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return table.ToString();
    }

    /// <summary>Reads a file once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lines">How many words it has.</param>
    /// <param name="wanted">How many of them are wanted: some from all over the file.</param>
    internal static Measurement Read(string path, int lines, int wanted)
    {
        Dictionary<string, int> ids = Enumerable.Range(0, wanted).ToDictionary(id => VectorFiles.Word((int)((long)id * lines / wanted)), id => id);
        Stopwatch watch = Stopwatch.StartNew();
        FoundVectors found = WordVectorReader.Read(path, ids, areLowerCased: true);
        double seconds = watch.Elapsed.TotalSeconds;
        return found.ById.Count == wanted && found.WordsInFile == lines
            ? new Measurement
            {
                Workload = Path.GetFileName(path),
                Kind = "word-vectors",
                System = "ours",
                Texts = lines,
                TextsPerSecond = lines / seconds,
                MegabytesPerSecond = new FileInfo(path).Length / 1e6 / seconds,
                PeakMemoryMb = ChildProcess.PeakMemoryMb(),
            }
            : throw new InvalidOperationException($"Found {found}.");
    }

    private static Measurement Run(string path, int lines, int wanted) => ChildProcess.Run(
        MeasurementJson.Default.Measurement, "read-vectors", "--folder", path, "--lines", lines.ToString(CultureInfo.InvariantCulture), "--words", wanted.ToString(CultureInfo.InvariantCulture));
}
