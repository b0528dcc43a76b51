using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace TransferLearning.TextClassification.Cli.Reports;

/// <summary>The JSON file of <c>--report</c>.</summary>
internal static class ReportFile
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Checks, before long work, that the file may be written. Leaves nothing behind.</summary>
    /// <exception cref="UsageException">It may not.</exception>
    internal static void EnsureWritable(string? path)
    {
        if (path is null)
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
            using FileStream probe = new(
                Path.Combine(ancestor, $".tltc-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--report {path}: the file cannot be written there: {exception.Message} Choose another path.", exception);
        }
    }

    internal static void Write(string path, JsonObject report)
    {
        try
        {
            string file = Path.GetFullPath(path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using FileStream stream = File.Create(file);
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
