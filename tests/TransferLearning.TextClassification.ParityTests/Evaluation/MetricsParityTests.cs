using System.Text.Json;
using TransferLearning.TextClassification.Evaluation;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Evaluation;

public class MetricsParityTests
{
    /// <summary>The goldens' probabilities are double, ours single precision.</summary>
    private const double Tolerance = 1e-6;

    [Fact]
    public void Single_label_figures_equal_the_reference()
    {
        int compared = 0;
        foreach (JsonElement golden in Goldens().Where(golden => golden.TryGetProperty("labels", out _)))
        {
            string[] labels = [.. Enumerable.Range(0, golden.GetProperty("labels").GetInt32()).Select(label => $"label {label}")];
            EvaluationReport report = Evaluator.SingleLabel(labels, [.. Numbers(golden.GetProperty("y")).Select(value => (int)value)], Rows(golden.GetProperty("probabilities")));
            Check(golden, "accuracy", report.Accuracy);
            Check(golden, "balanced_accuracy", report.BalancedAccuracy);
            Check(golden, "mcc", report.MatthewsCorrelation);
            Check(golden, "kappa", report.CohenKappa);
            Check(golden, "log_loss", report.LogLoss);
            Check(golden, "brier", report.BrierScore);
            Check(golden, "ece_15", report.ExpectedCalibrationError);
            Check(golden, "top_2", report.Top2Accuracy);
            if (report.ConfusionMatrix.All(row => row.Sum() > 0))
            {
                Check(golden, labels.Length == 2 ? "roc_auc" : "roc_auc_ovr_macro", report.RocAuc);
                Check(golden, labels.Length == 2 ? "average_precision" : "average_precision_macro", report.AveragePrecision);
            }
            else
            {
                Assert.Null(report.RocAuc);
            }

            CheckAverages(golden, report);
            CheckClasses(golden.GetProperty("per_class"), report);
            Assert.Equal(Rows(golden.GetProperty("confusion")).SelectMany(row => row), report.ConfusionMatrix.SelectMany(row => row).Select(count => (float)count));
            compared++;
        }

        Assert.Equal(7, compared);
    }

    [Fact]
    public void Multi_label_figures_equal_the_reference()
    {
        JsonElement golden = Goldens().Single(golden => golden.GetProperty("name").GetString() == "multi-label");
        bool[][] targets = [.. Rows(golden.GetProperty("y")).Select(row => row.Select(value => value == 1).ToArray())];
        float[][] probabilities = Rows(golden.GetProperty("probabilities"));
        EvaluationReport report = Evaluator.MultiLabel(["a", "b", "c", "d", "e"], targets, probabilities);
        Check(golden, "subset_accuracy", report.Accuracy);
        Check(golden, "hamming_loss", report.HammingLoss);
        Check(golden, "jaccard_samples", report.JaccardIndex);
        Check(golden, "roc_auc_macro", report.RocAuc);
        Check(golden, "roc_auc_micro", report.MicroRocAuc);
        Check(golden, "average_precision_macro", report.AveragePrecision);
        Check(golden, "label_ranking_average_precision", report.LabelRankingAveragePrecision);
        Check(golden, "coverage_error", report.CoverageError);
        CheckAverages(golden, report);
        Check(golden.GetProperty("samples"), "precision", report.SamplesPrecision);
        Check(golden.GetProperty("samples"), "recall", report.SamplesRecall);
        Check(golden.GetProperty("samples"), "f1", report.SamplesF1);
    }

    [Fact]
    public void Regression_figures_equal_the_reference()
    {
        JsonElement golden = Goldens().Single(golden => golden.GetProperty("name").GetString() == "regression");
        EvaluationReport report = Evaluator.Regression(Numbers(golden.GetProperty("y")), Numbers(golden.GetProperty("predictions")));
        Check(golden, "mse", report.MeanSquaredError);
        Check(golden, "rmse", report.RootMeanSquaredError);
        Check(golden, "mae", report.MeanAbsoluteError);
        Check(golden, "r2", report.RSquared);
        Check(golden, "pearson", report.PearsonCorrelation);
        Check(golden, "spearman", report.SpearmanCorrelation);
    }

    private static void CheckAverages(JsonElement golden, EvaluationReport report)
    {
        Check(golden.GetProperty("macro"), "precision", report.MacroPrecision);
        Check(golden.GetProperty("macro"), "recall", report.MacroRecall);
        Check(golden.GetProperty("macro"), "f1", report.MacroF1);
        Check(golden.GetProperty("micro"), "precision", report.MicroPrecision);
        Check(golden.GetProperty("micro"), "recall", report.MicroRecall);
        Check(golden.GetProperty("micro"), "f1", report.MicroF1);
        Check(golden.GetProperty("weighted"), "precision", report.WeightedPrecision);
        Check(golden.GetProperty("weighted"), "recall", report.WeightedRecall);
        Check(golden.GetProperty("weighted"), "f1", report.WeightedF1);
    }

    private static void CheckClasses(JsonElement golden, EvaluationReport report)
    {
        AssertClose(golden, "precision", report.PerClass.Select(row => row.Precision));
        AssertClose(golden, "recall", report.PerClass.Select(row => row.Recall));
        AssertClose(golden, "f1", report.PerClass.Select(row => row.F1));
        AssertClose(golden, "support", report.PerClass.Select(row => (double)row.Support));
    }

    private static void AssertClose(JsonElement golden, string name, IEnumerable<double> actual)
    {
        double[] expected = Numbers(golden.GetProperty(name));
        double[] values = [.. actual];
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    private static void Check(JsonElement golden, string name, double? actual)
    {
        JsonElement value = golden.GetProperty(name);
        bool equal = value.ValueKind == JsonValueKind.Null ? actual is null : actual is double found && Math.Abs(found - value.GetDouble()) <= Tolerance;
        Assert.True(equal, $"{name}: {actual}, expected {value}");
    }

    private static List<JsonElement> Goldens()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedFolder.Path("goldens", "metrics.json")));
        return [.. document.RootElement.EnumerateArray().Select(golden => golden.Clone())];
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    private static float[][] Rows(JsonElement rows) => [.. rows.EnumerateArray().Select(row => Numbers(row).Select(value => (float)value).ToArray())];
}
