namespace TransferLearning.TextClassification.Evaluation;

/// <summary>The yes-or-no decisions of one label, of one row, or of all together. A quotient with nothing below is 0.</summary>
internal readonly record struct DecisionCounts(long TruePositives, long Predicted, long Actual)
{
    internal double Precision => Quotient(TruePositives, Predicted);

    internal double Recall => Quotient(TruePositives, Actual);

    internal double F1 => Quotient(2 * TruePositives, Predicted + Actual);

    /// <summary>The size of what is both, divided by the size of what is either.</summary>
    internal double Jaccard => Quotient(TruePositives, Predicted + Actual - TruePositives);

    internal static DecisionCounts Sum(IEnumerable<DecisionCounts> counts) =>
        counts.Aggregate((sum, next) => new(sum.TruePositives + next.TruePositives, sum.Predicted + next.Predicted, sum.Actual + next.Actual));

    private static double Quotient(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
