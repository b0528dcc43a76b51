using System.Collections.Immutable;
using TransferLearning.TextClassification.Evaluation;

namespace TransferLearning.TextClassification;

/// <summary>
/// How well a classifier's predictions agree with the targets of a data set. A figure is null where the task has none or where it is undefined on these
/// rows (no rows at all, the area under the curve with one class only). Definitions are those of scikit-learn.
/// </summary>
public sealed record EvaluationReport
{
    /// <summary>What was predicted.</summary>
    public TextTask Task { get; init; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; init; }

    /// <summary>The share of rows that are wholly right, from 0 to 1; for several labels a row, of exact sets.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Single-label: the mean recall of the labels that occur.</summary>
    public double? BalancedAccuracy { get; init; }

    /// <summary>Single-label: the share of rows whose label is among the two likeliest, the first ones of equal probability.</summary>
    public double? Top2Accuracy { get; init; }

    /// <summary>Single-label: the share of rows whose label is among the five likeliest, the first ones of equal probability.</summary>
    public double? Top5Accuracy { get; init; }

    /// <summary>The mean precision of all labels of the classifier, 0 for one that is neither a target nor predicted (scikit-learn with <c>labels</c> given).</summary>
    public double? MacroPrecision { get; init; }

    /// <summary>The mean recall of all labels of the classifier, 0 for one that is neither a target nor predicted (scikit-learn with <c>labels</c> given).</summary>
    public double? MacroRecall { get; init; }

    /// <summary>The mean F1 of all labels of the classifier, 0 for one that is neither a target nor predicted (scikit-learn with <c>labels</c> given).</summary>
    public double? MacroF1 { get; init; }

    /// <summary>The precision over all decisions together.</summary>
    public double? MicroPrecision { get; init; }

    /// <summary>The recall over all decisions together.</summary>
    public double? MicroRecall { get; init; }

    /// <summary>The F1 over all decisions together.</summary>
    public double? MicroF1 { get; init; }

    /// <summary>The mean precision of the labels, weighted by their support.</summary>
    public double? WeightedPrecision { get; init; }

    /// <summary>The mean recall of the labels, weighted by their support.</summary>
    public double? WeightedRecall { get; init; }

    /// <summary>The mean F1 of the labels, weighted by their support.</summary>
    public double? WeightedF1 { get; init; }

    /// <summary>Multi-label: the mean precision of the rows.</summary>
    public double? SamplesPrecision { get; init; }

    /// <summary>Multi-label: the mean recall of the rows.</summary>
    public double? SamplesRecall { get; init; }

    /// <summary>Multi-label: the mean F1 of the rows.</summary>
    public double? SamplesF1 { get; init; }

    /// <summary>Single-label: Matthews' correlation coefficient, from -1 to 1.</summary>
    public double? MatthewsCorrelation { get; init; }

    /// <summary>Single-label: Cohen's kappa, from -1 to 1.</summary>
    public double? CohenKappa { get; init; }

    /// <summary>The area under the receiver operating characteristic: of the second of two labels; for more, or several a row, the mean of the labels.</summary>
    public double? RocAuc { get; init; }

    /// <summary>Multi-label: the area under the receiver operating characteristic over all decisions together.</summary>
    public double? MicroRocAuc { get; init; }

    /// <summary>The average precision (area under the precision-recall curve): of the second of two labels; for more, or several a row, the mean of the labels.</summary>
    public double? AveragePrecision { get; init; }

    /// <summary>Multi-label: the share of single decisions that are wrong.</summary>
    public double? HammingLoss { get; init; }

    /// <summary>Multi-label: the mean share that true and predicted set have in common; 0 where both are empty.</summary>
    public double? JaccardIndex { get; init; }

    /// <summary>Multi-label: for each true label, the share of true ones among the labels ranked no lower, averaged.</summary>
    public double? LabelRankingAveragePrecision { get; init; }

    /// <summary>Multi-label: how far down the ranking one has to go for all true labels, averaged.</summary>
    public double? CoverageError { get; init; }

    /// <summary>Single-label: the mean negative logarithm of the true label's probability.</summary>
    public double? LogLoss { get; init; }

    /// <summary>Single-label: the squared differences between probabilities and truth, summed over the labels; from 0 to 2.</summary>
    public double? BrierScore { get; init; }

    /// <summary>Single-label: the mean difference between the likeliest label's probability and its accuracy, over 15 bins (low, high].</summary>
    public double? ExpectedCalibrationError { get; init; }

    /// <summary>Regression: the mean squared difference.</summary>
    public double? MeanSquaredError { get; init; }

    /// <summary>Regression: the root of the mean squared difference.</summary>
    public double? RootMeanSquaredError { get; init; }

    /// <summary>Regression: the mean absolute difference.</summary>
    public double? MeanAbsoluteError { get; init; }

    /// <summary>Regression: the share of the variance that is explained; at most 1.</summary>
    public double? RSquared { get; init; }

    /// <summary>Regression: Pearson's correlation, from -1 to 1.</summary>
    public double? PearsonCorrelation { get; init; }

    /// <summary>Regression: Spearman's rank correlation, from -1 to 1.</summary>
    public double? SpearmanCorrelation { get; init; }

    /// <summary>The figures of each label, in the order of the labels; none for a regression.</summary>
    public ImmutableArray<ClassMetrics> PerClass { get; init; } = [];

    /// <summary>Single-label: the number of rows of each true label (outer) that were given each label (inner), in the order of the labels; else empty.</summary>
    public ImmutableArray<ImmutableArray<int>> ConfusionMatrix { get; init; } = [];

    /// <summary>Single-label: the pairs of labels that were mistaken most often, at most ten, most frequent first; else empty.</summary>
    public ImmutableArray<LabelConfusion> MostConfused { get; init; } = [];

    /// <summary>Reads what <see cref="ToJson"/> wrote. Members that are not known are passed over.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The report.</returns>
    /// <exception cref="TransferLearningException">The text is not a report.</exception>
    public static EvaluationReport FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return EvaluationReportJson.Read(json);
    }

    /// <summary>The report as indented JSON with names such as <c>macro_f1</c>; undefined figures are null.</summary>
    /// <returns>A JSON object.</returns>
    public string ToJson() => EvaluationReportJson.Write(this);

    /// <summary>A table for people: figures, labels with precision, recall, F1 and support, the most confused pairs.</summary>
    /// <returns>Lines of text.</returns>
    public override string ToString() => EvaluationReportTable.Format(this);
}
