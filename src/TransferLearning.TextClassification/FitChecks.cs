using TransferLearning.TextClassification.Data;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification;

/// <summary>Whether validation data goes with a training, and its length can be counted.</summary>
internal static class FitChecks
{
    /// <exception cref="ConfigurationException">Early stopping would have nothing to watch.</exception>
    internal static void EnsureEarlyStopping(ClassifierPlan plan, TextDataset? validation)
    {
        if (validation is null && plan.EarlyStopping.Length > 0)
        {
            throw new ConfigurationException([new("AddEarlyStopping was called and there is no validation data", "validation data, which early stopping watches", "Pass validation data to FitAsync, or leave early stopping out.")]);
        }
    }

    /// <exception cref="TextDataException">The validation data cannot be scored by a classifier that is trained on the training data.</exception>
    internal static void EnsureFits(TextDataset? validation, ClassifierDescription description)
    {
        if (validation is null)
        {
            return;
        }

        if (validation.Count == 0)
        {
            throw DataErrors.File(validation.Path, "there are no rows to validate on. Add labelled rows, or leave the validation data out.");
        }

        DatasetChecks.EnsureTargets(validation, description.Task);
        DatasetChecks.EnsureKnownLabels(description.Labels, validation, "validation data");
        DatasetChecks.EnsureSameInputs(description.Pairs == true, validation, "validation data");
    }

    /// <exception cref="ConfigurationException">There would be more steps than can be counted.</exception>
    internal static void EnsureSteps(TrainingObjective objective, TrainingOptions options)
    {
        int ofEpoch = objective.PlanBatches(options).StepsOfEpoch(options);
        if ((long)ofEpoch * options.EpochCount > int.MaxValue)
        {
            throw new ConfigurationException([new(
                $"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Epochs)} is {options.EpochCount} with {ofEpoch} steps an epoch, which makes {(long)ofEpoch * options.EpochCount} steps",
                $"at most {int.MaxValue} steps",
                $"Give fewer epochs, a larger {nameof(TrainingOptions.BatchSize)} or {nameof(TrainingOptions.MaxTokensPerBatch)}, or more {nameof(TrainingOptions.GradientAccumulationSteps)}.")]);
        }
    }
}
