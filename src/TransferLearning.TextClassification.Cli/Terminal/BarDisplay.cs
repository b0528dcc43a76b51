using Spectre.Console;

namespace TransferLearning.TextClassification.Cli.Terminal;

/// <summary>A bar that is redrawn in place: for terminals.</summary>
internal sealed class BarDisplay : ITrainingDisplay
{
    public Task<TResult> ShowAsync<TResult>(Func<IProgress<TrainingProgress>, Task<TResult>> work) =>
        Screen.Messages.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(context => work(new Bar(context.AddTask("preparing", autoStart: true, maxValue: 1))));

    private sealed class Bar(ProgressTask task) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            task.MaxValue = value.TotalSteps;
            task.Value = value.Step;
            task.Description = Markup.Escape(ProgressText.Short(value));
            if (value.Validation is { } validation)
            {
                Screen.Say(ProgressText.Line(validation));
            }
        }
    }
}
