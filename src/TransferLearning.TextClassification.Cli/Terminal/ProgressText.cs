namespace TransferLearning.TextClassification.Cli.Terminal;

/// <summary>Progress in words.</summary>
internal static class ProgressText
{
    internal static string Line(TrainingProgress progress) => FormattableString.Invariant(
        $"epoch {progress.Epoch}/{progress.TotalEpochs}  step {progress.Step}/{progress.TotalSteps}  loss {progress.SmoothedLoss:0.0000}  learning rate {progress.LearningRate:0.00e+0}  {progress.TextsPerSecond:0.0} texts/s  {Span(progress.TimeLeft)} left");

    internal static string Short(TrainingProgress progress) => FormattableString.Invariant(
        $"epoch {progress.Epoch}/{progress.TotalEpochs}  loss {progress.SmoothedLoss:0.000}  {progress.TextsPerSecond:0} texts/s  {Span(progress.TimeLeft)} left");

    internal static string Line(ValidationRecord validation)
    {
        string line = FormattableString.Invariant($"validation after step {validation.Step}  loss {validation.Loss:0.0000}");
        line += validation.Accuracy is { } accuracy ? FormattableString.Invariant($"  accuracy {accuracy:0.0000}") : string.Empty;
        return line + (validation.MacroF1 is { } f1 ? FormattableString.Invariant($"  macro F1 {f1:0.0000}") : string.Empty);
    }

    private static string Span(TimeSpan span) => span.TotalHours >= 1
        ? FormattableString.Invariant($"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}")
        : FormattableString.Invariant($"{span.Minutes}:{span.Seconds:00}");
}
