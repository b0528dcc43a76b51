using System.Globalization;
using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Training;

/// <summary>
/// What makes a training this one, text by name: two with the same take the same steps. Left out is what changes no weight (progress, early stopping, where texts are cached) or only how it is
/// computed (device, gradient checkpointing).
/// </summary>
internal static class TrainingIdentity
{
    /// <summary>The identity of a training that has not begun.</summary>
    /// <param name="options">The options, decided.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="objective">What is trained, with the weights that it begins with.</param>
    /// <param name="subject">What is trained on what; null: nothing.</param>
    internal static IReadOnlyDictionary<string, string> Of(
        TrainingOptions options, OptimizerKind optimizer, LearningRateSchedule schedule, TrainingObjective objective, IReadOnlyDictionary<string, string>? subject) =>
        new SortedDictionary<string, string>(subject?.ToDictionary() ?? [], StringComparer.Ordinal)
        {
            ["library"] = typeof(TrainingIdentity).Module.ModuleVersionId.ToString(), // another build may round otherwise
            ["epochs"] = Text(options.EpochCount),
            ["batch_size"] = Text(options.RowsOfBatch),
            ["max_tokens_per_batch"] = Text(options.MaxTokensPerBatch),
            ["gradient_accumulation_steps"] = Text(options.GradientAccumulationSteps),
            ["max_gradient_norm"] = Text(options.MaxGradientNorm),
            ["seed"] = Text(options.Seed),
            ["precision"] = options.Precision.ToString(),
            ["validate_every_steps"] = Text(options.ValidateEverySteps),
            ["restore_best"] = Text(options.RestoreBest),
            ["keep_row_order"] = Text(options.KeepRowOrder),
            ["optimizer"] = optimizer.Name,
            ["optimizer_options"] = optimizer.OptionsJson,
            ["schedule"] = schedule.ToJson(),
            ["first_weights"] = HashOf(objective),
        };

    private static string HashOf(TrainingObjective objective)
    {
        using ContentHash hash = new();
        foreach ((string name, torch.Tensor parameter) in objective.Parameters())
        {
            hash.Add(name);
            hash.Add<long>(parameter.shape);
            using DisposeScope scope = torch.NewDisposeScope();
            hash.Add<float>(TensorMemory.Floats(TensorMemory.OnHost(parameter)));
        }

        return hash.Finish();
    }

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "none";

    private static string Text(bool value) => value ? "yes" : "no";
}
