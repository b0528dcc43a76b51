using System.Diagnostics;

namespace TransferLearning.TextClassification.Cli.Terminal;

/// <summary>A line every ten seconds, at the end of an epoch and for every validation: for files and pipes.</summary>
internal sealed class LineDisplay : ITrainingDisplay, IProgress<TrainingProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Stopwatch sinceLast = Stopwatch.StartNew();
    private int lastEpoch;

    public Task<TResult> ShowAsync<TResult>(Func<IProgress<TrainingProgress>, Task<TResult>> work) => work(this);

    public void Report(TrainingProgress value)
    {
        if (value.Epoch == lastEpoch && sinceLast.Elapsed < Interval && value.Step < value.TotalSteps && value.Validation is null)
        {
            return;
        }

        lastEpoch = value.Epoch;
        sinceLast.Restart();
        Screen.Say(ProgressText.Line(value));
        if (value.Validation is { } validation)
        {
            Screen.Say(ProgressText.Line(validation));
        }
    }
}
