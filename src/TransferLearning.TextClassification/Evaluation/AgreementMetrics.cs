using System.Numerics.Tensors;

namespace TransferLearning.TextClassification.Evaluation;

/// <summary>How far two labellings agree, from their confusion matrix (outer index true, inner predicted).</summary>
internal static class AgreementMetrics
{
    /// <summary>The mean recall of the labels that occur.</summary>
    internal static double? BalancedAccuracy(int[][] confusion)
    {
        double[] recalls = [.. confusion.Select((row, label) => (Found: row[label], Rows: row.Sum())).Where(label => label.Rows > 0).Select(label => (double)label.Found / label.Rows)];
        return recalls.Length == 0 ? null : recalls.Average();
    }

    /// <summary>Matthews' correlation of any number of labels (Gorodkin 2004); 0 where one of the two labellings is constant.</summary>
    internal static double? MatthewsCorrelation(int[][] confusion)
    {
        (double[] actual, double[] predicted, double rows, double right) = Margins(confusion);
        if (rows == 0)
        {
            return null;
        }

        double covariance = (right * rows) - Product(actual, predicted);
        double spread = Math.Sqrt((rows * rows) - Product(predicted, predicted)) * Math.Sqrt((rows * rows) - Product(actual, actual));
        return spread == 0 ? 0 : covariance / spread;
    }

    /// <summary>Cohen's kappa; undefined where chance alone agrees wholly.</summary>
    internal static double? CohenKappa(int[][] confusion)
    {
        (double[] actual, double[] predicted, double rows, double right) = Margins(confusion);
        double disagreementByChance = rows == 0 ? 0 : rows - (Product(actual, predicted) / rows);
        return disagreementByChance == 0 ? null : 1 - ((rows - right) / disagreementByChance);
    }

    /// <summary>How many rows were given each label.</summary>
    internal static int[] Predicted(int[][] confusion)
    {
        int[] sums = new int[confusion.Length];
        foreach (int[] row in confusion)
        {
            TensorPrimitives.Add<int>(sums, row, sums);
        }

        return sums;
    }

    private static (double[] Actual, double[] Predicted, double Rows, double Right) Margins(int[][] confusion)
    {
        double[] actual = [.. confusion.Select(row => (double)row.Sum())];
        double[] predicted = [.. Predicted(confusion).Select(rows => (double)rows)];
        return (actual, predicted, actual.Sum(), confusion.Select((row, label) => row[label]).Sum());
    }

    private static double Product(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();
}
