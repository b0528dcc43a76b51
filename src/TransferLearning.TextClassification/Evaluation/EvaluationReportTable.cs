using System.Globalization;
using System.Text;

namespace TransferLearning.TextClassification.Evaluation;

/// <summary>Lays a report out for people.</summary>
internal static class EvaluationReportTable
{
    private const int ShownConfusions = 5;
    private const int LongestLabel = 40;

    internal static string Format(EvaluationReport report)
    {
        StringBuilder text = new();
        if (!report.PerClass.IsDefaultOrEmpty)
        {
            AppendClasses(text, report);
        }

        (string Name, double? Value)[] figures = report.Task switch
        {
            TextTask.SingleLabel =>
            [
                ("accuracy", report.Accuracy), ("balanced accuracy", report.BalancedAccuracy), ("macro F1", report.MacroF1), ("weighted F1", report.WeightedF1),
                ("Matthews correlation", report.MatthewsCorrelation), ("ROC AUC", report.RocAuc), ("log loss", report.LogLoss),
                ("calibration error", report.ExpectedCalibrationError),
            ],
            TextTask.MultiLabel =>
            [
                ("exact sets", report.Accuracy), ("micro F1", report.MicroF1), ("macro F1", report.MacroF1), ("samples F1", report.SamplesF1),
                ("Hamming loss", report.HammingLoss), ("ROC AUC", report.RocAuc), ("average precision", report.AveragePrecision),
            ],
            _ =>
            [
                ("root mean squared error", report.RootMeanSquaredError), ("mean absolute error", report.MeanAbsoluteError), ("R²", report.RSquared),
                ("Pearson correlation", report.PearsonCorrelation), ("Spearman correlation", report.SpearmanCorrelation),
            ],
        };
        text.Append(CultureInfo.InvariantCulture, $"{"rows",-24}{report.Rows,10}\n");
        foreach ((string name, double? value) in figures)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name,-24}{Number(value)}\n");
        }

        if (!report.MostConfused.IsDefaultOrEmpty)
        {
            text.Append("\nmost confused\n");
            foreach (LabelConfusion pair in report.MostConfused.Take(ShownConfusions))
            {
                text.Append(CultureInfo.InvariantCulture, $"{pair.Rows,9}  {Cut(pair.Actual)} taken for {Cut(pair.Predicted)}\n");
            }
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void AppendClasses(StringBuilder text, EvaluationReport report)
    {
        int width = Math.Max(12, report.PerClass.Max(row => Cut(row.Label).Length));
        void Append(string label, double? precision, double? recall, double? f1, int support) => text.Append(
            CultureInfo.InvariantCulture, $"{Cut(label).PadRight(width)}{Number(precision)}{Number(recall)}{Number(f1)}{support,9}\n");

        text.Append(CultureInfo.InvariantCulture, $"{string.Empty.PadRight(width)}{"precision",10}{"recall",10}{"F1",10}{"support",9}\n");
        foreach (ClassMetrics row in report.PerClass)
        {
            Append(row.Label, row.Precision, row.Recall, row.F1, row.Support);
        }

        int support = report.PerClass.Sum(row => row.Support);
        text.Append('\n');
        Append("macro", report.MacroPrecision, report.MacroRecall, report.MacroF1, support);
        Append("weighted", report.WeightedPrecision, report.WeightedRecall, report.WeightedF1, support);
        text.Append('\n');
    }

    private static string Number(double? value) =>
        value is double number ? string.Create(CultureInfo.InvariantCulture, $"{number,10:0.0000}") : $"{"–",10}";

    /// <summary>A label as one cell: not too long, and without line breaks and other control characters.</summary>
    private static string Cut(string label)
    {
        string cell = string.Concat(label.Take(LongestLabel).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return label.Length <= LongestLabel ? cell : string.Concat(cell.AsSpan(0, LongestLabel - 1), "…");
    }
}
