using TransferLearning.TextClassification.Data;
using TransferLearning.TextClassification.Persistence;

namespace TransferLearning.TextClassification;

/// <summary>Whether validation data goes with a training.</summary>
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
}
