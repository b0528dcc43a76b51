using TorchSharp.Modules;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Words;

/// <summary>New parameters of encoders over words.</summary>
internal static class WordInitialization
{
    private const double WordDeviation = 0.1;

    /// <summary>Biases 0, words' vectors normal, all other weights uniform within 1 / √inputs, so that responses are neither lost nor drowned.</summary>
    internal static void Fill(string name, Parameter parameter, long seed)
    {
        if (name.EndsWith("bias", StringComparison.Ordinal))
        {
            ParameterInitialization.Constant(parameter, 0);
        }
        else if (name.StartsWith("words.", StringComparison.Ordinal))
        {
            ParameterInitialization.Normal(parameter, seed, WordDeviation);
        }
        else
        {
            double bound = 1 / Math.Sqrt(parameter.shape[^1]);
            ParameterInitialization.Fill(parameter, values => SeededRandom.FromSeed(seed).FillUniform(values, bound));
        }
    }
}
