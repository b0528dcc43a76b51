using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using TransferLearning.TextClassification.Cli.Terminal;

namespace TransferLearning.TextClassification.Cli.Reports;

/// <summary>The JSON file of <c>--report</c>.</summary>
internal static class ReportFile
{
    private static readonly string[] OutputNames = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Checks, before long work, that the file may be written. Leaves nothing behind.</summary>
    /// <exception cref="UsageException">It may not.</exception>
    internal static void EnsureWritable(string? path)
    {
        if (path is null || OutputNames.Contains(path))
        {
            return;
        }

        string file = Path.GetFullPath(path);
        if (Directory.Exists(file) || Path.EndsInDirectorySeparator(path))
        {
            throw new UsageException($"--report {path}: this is a folder; expected a file, such as '{Path.Combine(path, "report.json")}'.");
        }

        string ancestor = Path.GetDirectoryName(file)!;
        while (!Directory.Exists(ancestor))
        {
            if (File.Exists(ancestor))
            {
                throw new UsageException($"--report {path}: '{ancestor}' is a file, so there can be no folder in it. Choose another path.");
            }

            ancestor = Path.GetDirectoryName(ancestor)!;
        }

        try
        {
            Probe(file, ancestor);
        }
        catch (PathTooLongException exception)
        {
            throw new UsageException($"--report {path}: the name is longer than the file system allows. Choose a shorter one.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--report {path}: the file cannot be written there: {exception.Message} Choose another path.", exception);
        }
    }

    /// <summary>Writes the report where one is asked for, and prints the result. Neither is kept back by what befalls the other.</summary>
    /// <param name="path">The report's file, or null.</param>
    /// <param name="report">Makes the report.</param>
    /// <param name="result">What is printed, unless the report goes there; null is nothing.</param>
    /// <exception cref="StorageException">One of them could not be written.</exception>
    internal static void WriteAndPrint(string? path, Func<JsonObject> report, object? result)
    {
        try
        {
            if (path is not null)
            {
                Write(path, report());
            }
        }
        finally
        {
            if (result is not null && !OutputNames.Contains(path))
            {
                Results.Print(result);
            }
        }
    }

    /// <summary>Opens the file where it is there, else creates one of its name, with the folders that it lacks, in a folder that is removed again.</summary>
    private static void Probe(string file, string ancestor)
    {
        if (File.Exists(file))
        {
            // Devices and pipes are empty, and are not opened: the reader of a pipe would take that for its end.
            FileInfo found = new(file);
            if (((found.ResolveLinkTarget(returnFinalTarget: true) as FileInfo) ?? found).Length > 0)
            {
                using FileStream existing = new(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            }

            return;
        }

        string probe = Path.Combine(ancestor, $".tltc-{Guid.NewGuid():N}");
        try
        {
            string inside = Path.Combine(probe, Path.GetRelativePath(ancestor, file));
            Directory.CreateDirectory(Path.GetDirectoryName(inside)!);
            File.Create(inside).Dispose();
        }
        finally
        {
            if (Directory.Exists(probe))
            {
                Directory.Delete(probe, recursive: true);
            }
        }
    }

    private static void Write(string path, JsonObject report)
    {
        try
        {
            using Stream stream = Open(path);
            using (Utf8JsonWriter writer = new(stream, Indented))
            {
                report.WriteTo(writer);
            }

            stream.WriteByte((byte)'\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{path}: the report could not be written: {exception.Message} All else is done.", exception);
        }
    }

    private static Stream Open(string path)
    {
        if (OutputNames.Contains(path))
        {
            return Console.OpenStandardOutput(); // opened by its name, it would be cut off and written over
        }

        string file = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return File.Create(file);
    }

    /// <summary>The figures that every report begins with.</summary>
    internal static JsonObject Create(EvaluationReport? evaluation)
    {
        JsonObject report = [];
        AddFigure(report, "accuracy", evaluation?.Accuracy);
        AddFigure(report, "macro_f1", evaluation?.MacroF1);
        AddFigure(report, "micro_f1", evaluation?.MicroF1);
        return report;
    }

    internal static JsonNode? Parse(string json) => JsonNode.Parse(json);

    private static void AddFigure(JsonObject report, string name, double? figure)
    {
        if (figure is { } number)
        {
            report[name] = number;
        }
    }
}
