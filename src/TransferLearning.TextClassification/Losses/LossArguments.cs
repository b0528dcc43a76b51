using System.Globalization;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Losses;

/// <summary>The checks and conversions that losses share.</summary>
internal static class LossArguments
{
    /// <summary>Logits in at least single precision.</summary>
    internal static Tensor Precise(Tensor logits) =>
        logits.dtype is ScalarType.Float32 or ScalarType.Float64 ? logits : logits.to(ScalarType.Float32);

    /// <summary>Weights as a tensor beside the logits, or null.</summary>
    /// <exception cref="ArgumentException">There is another number of them than of labels.</exception>
    internal static Tensor? Weights(IReadOnlyList<double>? weights, Tensor logits, string optionName)
    {
        if (weights is null)
        {
            return null;
        }

        if (weights.Count != logits.shape[^1])
        {
            throw new ArgumentException($"{optionName} has {weights.Count} numbers, but there are {logits.shape[^1]} labels; give one a label.");
        }

        return TensorMemory.Upload(tensor([.. weights], logits.dtype), logits.device);
    }

    /// <summary>Refuses targets of another shape than the logits'.</summary>
    internal static void RequireSameShape(Tensor logits, Tensor targets)
    {
        if (!logits.shape.SequenceEqual(targets.shape))
        {
            throw new ArgumentException($"The targets have the shape [{Shape(targets)}]; the logits have [{Shape(logits)}]. Give a target for every logit.", nameof(targets));
        }
    }

    internal static string Shape(Tensor tensor) => string.Join(", ", tensor.shape);

    /// <summary>A sentence where there is another number of weights than of labels.</summary>
    internal static IEnumerable<string> FindCountProblems(string optionName, IReadOnlyList<double>? weights, int labels) =>
        weights is null || weights.Count == labels ? [] : [$"{optionName} has {weights.Count} numbers; expected {labels}, one a label."];

    /// <summary>A sentence for every weight that is negative or not a number, and one where all are 0.</summary>
    internal static IEnumerable<string> FindWeightProblems(string optionName, IReadOnlyList<double>? weights)
    {
        for (int i = 0; i < weights?.Count; i++)
        {
            if (!double.IsFinite(weights[i]) || weights[i] < 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{optionName}[{i}] is {weights[i]}; expected a number of at least 0.");
            }
        }

        if (weights is not null && weights.All(weight => weight == 0))
        {
            yield return $"{optionName} has no number above 0; give one a label, or null.";
        }
    }
}
