using System.Numerics.Tensors;

namespace TransferLearning.TextClassification.Evaluation;

/// <summary>How far probabilities can be believed; of one label a row.</summary>
internal static class CalibrationMetrics
{
    internal const int Bins = 15;

    /// <summary>What a probability is clipped to, on either side, before its logarithm is taken.</summary>
    private const double SmallestProbability = 2.220446049250313e-16;

    /// <summary>The mean negative logarithm of the true label's probability.</summary>
    internal static double? LogLoss(int[] targets, float[][] probabilities) => targets.Length == 0 ? null
        : targets.Select((target, row) => -Math.Log(Math.Clamp(probabilities[row][target], SmallestProbability, 1 - SmallestProbability))).Average();

    /// <summary>The squared differences between probabilities and truth, summed over the labels, averaged over the rows.</summary>
    internal static double? BrierScore(int[] targets, float[][] probabilities) => targets.Length == 0 ? null
        : targets.Select((target, row) => probabilities[row].Select((probability, label) => Square(probability - (label == target ? 1 : 0))).Sum()).Average();

    /// <summary>The mean difference between the likeliest label's probability and its accuracy, over equal bins (low, high].</summary>
    internal static double? ExpectedCalibrationError(int[] targets, float[][] probabilities)
    {
        double[] surplus = new double[Bins];
        for (int row = 0; row < targets.Length; row++)
        {
            int likeliest = TensorPrimitives.IndexOfMax<float>(probabilities[row]);
            double confidence = probabilities[row][likeliest];
            int bin = Math.Clamp((int)Math.Ceiling(confidence * Bins) - 1, 0, Bins - 1);
            surplus[bin] += confidence - (likeliest == targets[row] ? 1 : 0);
        }

        return targets.Length == 0 ? null : surplus.Sum(Math.Abs) / targets.Length;
    }

    private static double Square(double value) => value * value;
}
