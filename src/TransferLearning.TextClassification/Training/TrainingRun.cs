using System.Diagnostics;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Training;

/// <summary>What changes during one run.</summary>
internal sealed class TrainingRun(
    TrainingOptions options,
    TrainingObjective objective,
    ParameterOptimizer optimizer,
    IReadOnlyList<ParameterGroup> groups,
    int stepsOfEpoch,
    IProgress<TrainingProgress>? progress,
    TrainingCallbackRun[] callbacks)
{
    internal TrainingOptions Options { get; } = options;

    internal TrainingObjective Objective { get; } = objective;

    internal ParameterOptimizer Optimizer { get; } = optimizer;

    internal IReadOnlyList<ParameterGroup> Groups { get; } = groups;

    internal LossScaler Scaler { get; } = objective.CreateLossScaler();

    internal TrainingCallbackRun[] Callbacks { get; } = callbacks;

    internal int StepsOfEpoch { get; } = stepsOfEpoch;

    /// <summary>How many epochs are done as a whole.</summary>
    internal int FinishedEpochs => Steps.Count / StepsOfEpoch;

    internal int TotalSteps { get; } = checked(stepsOfEpoch * options.EpochCount);

    internal ProgressReporter Reporter { get; } = new(progress, checked(stepsOfEpoch * options.EpochCount), options.EpochCount);

    /// <summary>The time since this run began.</summary>
    internal Stopwatch Clock { get; } = Stopwatch.StartNew();

    /// <summary>The seconds that the run took which this one continues.</summary>
    internal double EarlierSeconds { get; set; }

    internal double Seconds => EarlierSeconds + Clock.Elapsed.TotalSeconds;

    internal List<TrainingStepRecord> Steps { get; } = [];

    internal List<ValidationRecord> Validations { get; } = [];

    internal long MicroBatches { get; set; }

    /// <summary>The score of each validation (see <see cref="ValidationFigures.Score"/>).</summary>
    internal List<double> Scores { get; } = [];

    internal ValidationFigures? Best { get; private set; }

    internal int? BestStep { get; private set; }

    /// <summary>Whether a callback asked for the end after a step.</summary>
    internal bool IsInterrupted { get; set; }

    /// <summary>Whether a callback asked for the end after a validation that was due anyway.</summary>
    internal bool IsDecided { get; set; }

    internal bool StopRequested => IsInterrupted || IsDecided;

    /// <summary>Whether the training is at its end, and not only interrupted.</summary>
    internal bool IsComplete => IsDecided || Steps.Count == TotalSteps;

    /// <summary>Whether there is a validation after the present step, whoever interrupts.</summary>
    internal bool IsValidationScheduled =>
        Objective.HasValidation && (Steps.Count == TotalSteps || Steps.Count % (Options.ValidateEverySteps ?? StepsOfEpoch) == 0);

    /// <summary>Takes a validation down.</summary>
    /// <returns>Whether it is the best so far.</returns>
    internal bool Add(ValidationRecord validation, ValidationFigures figures)
    {
        Validations.Add(validation);
        Scores.Add(figures.Score);
        if (!figures.IsBetterThan(Best))
        {
            return false;
        }

        (Best, BestStep) = (figures, validation.Step);
        return true;
    }

    /// <summary>Tells the callbacks of a step.</summary>
    internal void Tell(TrainingStepRecord step) => IsInterrupted |= AnyAsksToStop(run => run.AfterStep(step));

    /// <summary>Tells the callbacks of a validation.</summary>
    /// <param name="validation">Its figures.</param>
    /// <param name="isBest">Whether it is the best so far.</param>
    /// <param name="isScheduled">Whether it was due anyway, and not only since the training was interrupted.</param>
    internal void Tell(ValidationRecord validation, bool isBest, bool isScheduled) => IsDecided |= AnyAsksToStop(run => run.AfterValidation(validation, isBest)) && isScheduled;

    /// <summary>Asks every callback, also where an earlier one wants to stop.</summary>
    private bool AnyAsksToStop(Func<TrainingCallbackRun, bool> ask) => Callbacks.Aggregate(false, (stop, run) => ask(run) || stop);
}
