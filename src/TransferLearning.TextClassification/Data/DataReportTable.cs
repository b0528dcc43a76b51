using System.Globalization;
using System.Text;

namespace TransferLearning.TextClassification.Data;

/// <summary>Writes a <see cref="DataReport"/> as plain text.</summary>
internal static class DataReportTable
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    internal static string Write(DataReport report)
    {
        StringBuilder text = new();
        DataReport[] parts = report.Test is null ? [report] : [report, report.Test];
        foreach (DataReport part in parts)
        {
            Line(text, $"{Name(part, report)}: {part.Rows:N0} rows, {TaskName(part.Task)}{(part.Labels.Count > 0 ? $", {part.Labels.Count:N0} labels" : string.Empty)}{(part.Pairs > 0 ? ", pairs of texts" : string.Empty)}");
        }

        if (parts.Any(part => part.Labels.Count > 0))
        {
            text.AppendLine();
            Labels(text, parts);
        }

        foreach (DataReport part in parts.Where(part => part.SimilarLabels.Count > 0))
        {
            text.AppendLine();
            Line(text, $"{Name(part, report)}: these labels differ only in case or surrounding blanks, and are classes of their own: {SimilarLabels.Describe(part.SimilarLabels)}");
        }

        text.AppendLine();
        Facts(text, parts);
        if (report.Overlap is { } overlap)
        {
            text.AppendLine();
            Overlap(text, overlap);
        }

        return text.ToString().TrimEnd();
    }

    private static void Labels(StringBuilder text, DataReport[] parts)
    {
        string[] labels = [.. parts.SelectMany(part => part.Labels).Select(share => share.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        List<string[]> rows = [["label", .. parts.SelectMany((_, i) => new[] { i == 0 ? "rows" : "test rows", "share" })]];
        Dictionary<string, LabelShare>[] shares = [.. parts.Select(part => part.Labels.ToDictionary(share => share.Label, StringComparer.Ordinal))];
        foreach (string label in labels)
        {
            rows.Add([DataErrors.Shorten(label), .. shares.SelectMany(part => part.TryGetValue(label, out LabelShare? share) ? new[] { Number(share.Rows), Percent(share.Share) } : ["0", Percent(0)])]);
        }

        Table(text, rows);
    }

    private static void Facts(StringBuilder text, DataReport[] parts)
    {
        List<string[]> rows = parts.Length == 1 ? [] : [["", "train", "test"]];
        void Add(string name, Func<DataReport, string> value) => rows.Add([name, .. parts.Select(value)]);

        if (parts.Any(part => part.UnlabelledRows > 0))
        {
            Add("rows without label", part => Number(part.UnlabelledRows));
        }

        Add("empty texts", part => Number(part.EmptyTexts));
        Add("repeated rows", part => Number(part.RepeatedRows));
        Add("  with another label", part => Number(part.ContradictoryRows));
        Distribution("characters", "0.#", part => part.Characters);
        if (parts.Any(part => part.Numbers is not null))
        {
            Distribution("numbers", "0.####", part => part.Numbers);
        }

        Table(text, rows);

        void Distribution(string name, string format, Func<DataReport, DistributionSummary?> of)
        {
            string Show(DataReport part, Func<DistributionSummary, double> value) => of(part) is { } summary ? value(summary).ToString(format, Culture) : "-";
            Add(name + ", smallest", part => Show(part, summary => summary.Minimum));
            Add(name + ", median", part => Show(part, summary => summary.Median));
            Add(name + ", mean", part => Show(part, summary => summary.Mean));
            Add(name + ", 95 % up to", part => Show(part, summary => summary.Percentile95));
            Add(name + ", largest", part => Show(part, summary => summary.Maximum));
        }
    }

    private static void Overlap(StringBuilder text, DataOverlap overlap)
    {
        Line(text, $"{overlap.Rows:N0} test rows ({Percent(overlap.Share)}) also stand in the training data; {overlap.ContradictoryRows:N0} of them with another label.");
        foreach (OverlappingRow row in overlap.FirstRows)
        {
            Line(text, $"  test line {row.TestLine} = training line {row.TrainLine}{(row.IsContradictory ? ", another label" : string.Empty)}");
        }

        if (overlap.Rows > overlap.FirstRows.Count)
        {
            Line(text, $"  … {overlap.Rows - overlap.FirstRows.Count:N0} more");
        }

        if (overlap.UnknownLabels.Count > 0)
        {
            Line(text, $"Labels that only the test data has: {string.Join(", ", overlap.UnknownLabels.Select(label => DataErrors.Shorten(label)))}");
        }
    }

    /// <summary>The first column to the left, the others to the right.</summary>
    private static void Table(StringBuilder text, List<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
        }
    }

    private static string Name(DataReport part, DataReport whole) => part.Path ?? (part == whole ? "Data" : "Test data");

    private static string TaskName(TextTask task) => task switch
    {
        TextTask.SingleLabel => "one label a row",
        TextTask.MultiLabel => "several labels a row",
        _ => "numbers",
    };

    private static string Number(int number) => number.ToString("N0", Culture);

    private static string Percent(double share) => (share * 100).ToString("0.0", Culture) + " %";

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(Culture));
}
