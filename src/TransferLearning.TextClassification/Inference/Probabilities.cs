namespace TransferLearning.TextClassification.Inference;

/// <summary>Turns a text's logits into what a prediction holds; computed in double precision.</summary>
internal static class Probabilities
{
    /// <summary>Single label: softmax; multi-label: the logistic function of each; regression: the numbers themselves.</summary>
    internal static float[] FromLogits(ReadOnlySpan<float> logits, TextTask task) => task switch
    {
        TextTask.SingleLabel => Softmax(logits),
        TextTask.MultiLabel => Sigmoid(logits),
        _ => logits.ToArray(),
    };

    private static float[] Softmax(ReadOnlySpan<float> logits)
    {
        float largest = float.NegativeInfinity;
        foreach (float logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        double[] exponentials = new double[logits.Length];
        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            exponentials[i] = Math.Exp((double)logits[i] - largest);
            sum += exponentials[i];
        }

        return Array.ConvertAll(exponentials, exponential => (float)(exponential / sum));
    }

    private static float[] Sigmoid(ReadOnlySpan<float> logits)
    {
        float[] probabilities = new float[logits.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            probabilities[i] = (float)(1 / (1 + Math.Exp(-(double)logits[i])));
        }

        return probabilities;
    }
}
