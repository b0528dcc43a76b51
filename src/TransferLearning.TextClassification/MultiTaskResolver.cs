using System.Globalization;
using TransferLearning.TextClassification.Data;

namespace TransferLearning.TextClassification;

/// <summary>Decides every value of a training of several tasks that a plan leaves open. Loads no native library.</summary>
internal static class MultiTaskResolver
{
    /// <summary>Decides everything; encoder, tokenizer, cut length, optimizer, schedule and training are the same for all tasks.</summary>
    /// <param name="plan">The plan, with its checkpoint on this machine.</param>
    /// <param name="temperature">Of the draw of tasks, for the record.</param>
    /// <param name="train">The rows of each task, in the order of the plan.</param>
    /// <returns>The values for each task, in the order of the plan.</returns>
    /// <exception cref="ConfigurationException">Settings do not fit the data or the checkpoint.</exception>
    /// <exception cref="TextDataException">The data cannot be learnt from.</exception>
    /// <exception cref="CheckpointException">The checkpoint is missing or broken.</exception>
    internal static Resolution[] Resolve(ClassifierPlan plan, double temperature, IReadOnlyList<TextDataset> train)
    {
        foreach (TextDataset rows in train)
        {
            DatasetChecks.EnsureTrainable(rows);
        }

        ClassifierPlan[] plans = [.. plan.Tasks.Select(task => task.Within(plan))];
        bool allPool = plans.All(own => own.Head is { Pools: true }); // else some head needs the encoder's usual pooling
        EncoderChoice encoder = EncoderChoice.Of(plan with { Head = allPool ? plans[0].Head : null }, train.SelectMany(rows => rows));
        string names = string.Join(", ", plan.Tasks.Select(task => task.Name));
        return [.. plans.Select((own, index) =>
        {
            Resolution resolution = ClassifierResolver.Resolve(own, train[index], encoder);
            return resolution with
            {
                Configuration = new(
                [
                    .. resolution.Configuration.Values,
                    new("task_name", plan.Tasks[index].Name, ValueSource.Chosen, "AddTask"),
                    new("tasks", names, ValueSource.Chosen, "AddTask: trained together, on one encoder"),
                    new("temperature", temperature.ToString(CultureInfo.InvariantCulture), temperature == 1 ? ValueSource.Default : ValueSource.Chosen, temperature == 1 ? "tasks are drawn as their sizes are" : "MultiTaskOptions"),
                ]),
            };
        })];
    }
}
