namespace TransferLearning.TextClassification.Objectives;

/// <summary>How often each of several tasks is drawn.</summary>
internal static class TaskShares
{
    /// <summary>Shares proportional to size^(1 / temperature), with the sum 1.</summary>
    /// <param name="sizes">The number of rows of each task, at least 1.</param>
    /// <param name="temperature">Above 0: 1 is as the sizes are, infinity gives all tasks the same share.</param>
    internal static double[] Of(IReadOnlyList<int> sizes, double temperature)
    {
        double largest = sizes.Max();
        double[] weights = [.. sizes.Select(size => Math.Pow(size / largest, 1 / temperature))];
        double sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }
}
