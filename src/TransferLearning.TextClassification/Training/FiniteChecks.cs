using System.Numerics.Tensors;
using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Training;

/// <summary>Ends a training that broke down, with what is known of where.</summary>
internal static class FiniteChecks
{
    /// <exception cref="TrainingFailedException">The value is not a finite number.</exception>
    internal static void Require(string what, double value, TrainingObjective objective, int step, IEnumerable<int> rows)
    {
        if (double.IsFinite(value))
        {
            return;
        }

        string[] places = [.. rows.Select(objective.DescribeRow)];
        throw new TrainingFailedException(
            FormattableString.Invariant($"The training broke down: at step {step} the {what} is {value}. Rows of the step: {string.Join(", ", places)}. ")
            + "A lower learning rate, a longer warm-up or a gradient norm limit mends most cases; else look for a mistake in these rows or in the checkpoint's weights.")
        { Step = step, Rows = places };
    }

    /// <summary>A last step can leave weights that no later loss shows to be broken.</summary>
    /// <exception cref="TrainingFailedException">A weight is not a finite number.</exception>
    internal static void RequireWeights(IReadOnlyList<ParameterGroup> groups, int step)
    {
        foreach ((string name, torch.Tensor parameter) in groups.SelectMany(group => group.Parameters))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            if (!TensorPrimitives.IsFiniteAll<float>(TensorMemory.Floats(TensorMemory.OnHost(parameter))))
            {
                throw new TrainingFailedException($"The training broke down: after step {step} the tensor '{name}' holds values that are not numbers. A lower learning rate, a longer warm-up or a gradient norm limit mends most cases.") { Step = step };
            }
        }
    }
}
