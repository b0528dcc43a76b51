using System.Diagnostics;

namespace TransferLearning.TextClassification.Training;

/// <summary>Counts and times what a run has done, and reports it at most ten times a second; the last step is always reported.</summary>
internal sealed class ProgressReporter(IProgress<TrainingProgress>? progress, int totalSteps, int totalEpochs)
{
    private const double Smoothing = 0.9;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch training = new();
    private long lastReport = Stopwatch.GetTimestamp() - Stopwatch.Frequency;
    private TimeSpan earlier; // the training time of the run that this one continues
    private double loss;
    private double lossShare;
    private ValidationRecord? unreported;
    private TrainingProgress? pending;

    /// <summary>Rows trained on so far.</summary>
    internal long Rows { get; private set; }

    /// <summary>The training time so far, without validations.</summary>
    internal TimeSpan Elapsed => earlier + training.Elapsed;

    internal double TextsPerSecond => Rows / Math.Max(Elapsed.TotalSeconds, 1e-9);

    /// <summary>The training loss as a moving average.</summary>
    internal double SmoothedLoss => loss / Math.Max(lossShare, double.Epsilon);

    /// <summary>Goes on where an earlier run stood.</summary>
    /// <param name="steps">Its steps.</param>
    /// <param name="stepRows">The rows that it trained on.</param>
    /// <param name="elapsed">Its training time.</param>
    internal void Restore(IEnumerable<TrainingStepRecord> steps, long stepRows, TimeSpan elapsed)
    {
        (Rows, earlier) = (stepRows, elapsed);
        foreach (TrainingStepRecord step in steps)
        {
            Smooth(step.Loss);
        }
    }

    /// <summary>Starts, or goes on with, the clock of the training.</summary>
    internal void Resume() => training.Start();

    /// <summary>Stops the clock of the training, for a validation.</summary>
    internal void Pause() => training.Stop();

    internal void Add(TrainingStepRecord step, int epoch, int stepRows, ValidationRecord? validation)
    {
        Rows += stepRows;
        Smooth(step.Loss);
        unreported = validation ?? unreported;
        pending = new TrainingProgress
        {
            Step = step.Step,
            TotalSteps = totalSteps,
            Epoch = epoch,
            TotalEpochs = totalEpochs,
            Loss = step.Loss,
            SmoothedLoss = SmoothedLoss,
            LearningRate = step.LearningRate,
            TextsPerSecond = TextsPerSecond,
            TimeLeft = Elapsed * ((totalSteps - step.Step) / (double)step.Step),
            Validation = unreported,
        };
        if (Stopwatch.GetElapsedTime(lastReport) >= Interval)
        {
            Report();
        }
    }

    /// <summary>Reports the last step where that has not been done yet.</summary>
    internal void Finish()
    {
        training.Stop();
        if (progress is not null && pending is not null)
        {
            TimeSpan early = Interval - Stopwatch.GetElapsedTime(lastReport);
            if (early > TimeSpan.Zero)
            {
                Thread.Sleep(early + TimeSpan.FromMilliseconds(1));
            }

            Report();
        }
    }

    private void Smooth(double stepLoss)
    {
        loss = (Smoothing * loss) + ((1 - Smoothing) * stepLoss);
        lossShare = (Smoothing * lossShare) + (1 - Smoothing);
    }

    private void Report()
    {
        progress?.Report(pending!);
        lastReport = Stopwatch.GetTimestamp();
        pending = null;
        unreported = null;
    }
}
