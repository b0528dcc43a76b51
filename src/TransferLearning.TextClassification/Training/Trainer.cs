using Microsoft.Extensions.Logging;
using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Training;

/// <summary>
/// The one training loop: epochs, batches, accumulation, clipping, schedule, optimizer, validation, callbacks, checkpoints, progress. What is trained is the objective's
/// matter. A trainer holds no state of a run and may be used again and concurrently; a run stays on the thread that calls it.
/// </summary>
/// <param name="options">Epochs, batches, seed and the like.</param>
/// <param name="optimizerKind">What updates the weights.</param>
/// <param name="schedule">How the learning rate changes.</param>
/// <param name="callbacks">Who watches, and may end a run.</param>
/// <param name="logger">Is told how it goes.</param>
/// <param name="subject">What is trained on what, text by name: a run with the same, and the same options, may be continued (see <see cref="TrainingOptions.CheckpointFolder"/>). Null: nothing.</param>
internal sealed class Trainer(
    TrainingOptions options,
    OptimizerKind optimizerKind,
    LearningRateSchedule schedule,
    IReadOnlyList<TrainingCallback> callbacks,
    ILogger logger,
    IReadOnlyDictionary<string, string>? subject = null)
{
    /// <summary>Trains from beginning to end on the calling thread (see <see cref="DedicatedThread"/>).</summary>
    /// <param name="objective">What is trained; in the end its weights are the best validated ones, or the last.</param>
    /// <param name="progress">Is told at most ten times a second, on the calling thread.</param>
    /// <param name="cancellationToken">Aborts; the objective's weights are then worthless.</param>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    /// <exception cref="TrainingFailedException">The loss, the gradient or a weight is not finite.</exception>
    /// <exception cref="CheckpointException">The checkpoint in the folder is damaged or of another training.</exception>
    /// <exception cref="StorageException">The folder of checkpoints cannot be written, or another training uses it.</exception>
    internal TrainingHistory Run(TrainingObjective objective, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        torch.Device device = options.Device.Resolve();
        using CheckpointStore? checkpoints = options.CheckpointFolder is { } folder
            ? CheckpointStore.Open(folder, TrainingIdentity.Of(options, optimizerKind, schedule, objective, subject)) : null; // of the weights as they begin
        objective.MoveTo(device); // before the optimizer is made: it keeps hold of the parameters
        IReadOnlyList<ParameterGroup> groups = objective.CreateParameterGroups();
        using ParameterOptimizer optimizer = optimizerKind.Create(groups);
        BatchPlan plan = objective.PlanBatches(options);
        TrainingRun state = new(options, objective, optimizer, groups, plan.StepsOfEpoch(options), progress, [.. callbacks.Select(callback => callback.Begin())]);
        TrainerLog.Started(logger, device.ToString(), objective.Lengths.Count, options.EpochCount, state.TotalSteps, schedule, options.Seed);
        if (checkpoints is not null && TrainingCheckpoint.TryRestore(checkpoints, state, optimizerKind))
        {
            TrainerLog.Continued(logger, checkpoints.Folder, state.FinishedEpochs, state.Steps.Count);
        }

        state.Reporter.Resume();
        for (int epoch = state.FinishedEpochs + 1; epoch <= options.EpochCount && !state.StopRequested; epoch++)
        {
            foreach (int[][] batches in plan.BatchesOf(epoch).Chunk(options.GradientAccumulationSteps))
            {
                cancellationToken.ThrowIfCancellationRequested();
                TrainingStepRecord step = Step(state, batches);
                state.Tell(step);
                bool isValidationDue = state.IsValidationScheduled || (objective.HasValidation && state.StopRequested);
                ValidationRecord? validation = isValidationDue ? Validate(state, cancellationToken) : null;
                state.Reporter.Add(step, epoch, batches.Sum(rows => rows.Length), validation);
                if (state.StopRequested)
                {
                    break;
                }
            }

            optimizer.BringUpToDate(); // whether there is a checkpoint or not: both give the same weights
            TrainerLog.EpochEnded(logger, epoch, options.EpochCount, state.Reporter.SmoothedLoss, state.Reporter.TextsPerSecond);
            if (checkpoints is not null && IsCheckpointDue(state))
            {
                WriteCheckpoint(checkpoints, state);
            }
        }

        ReleaseGradients(groups);
        TrainingHistory history = Finish(state);
        FiniteChecks.RequireWeights(groups, state.Steps.Count);
        if (state.IsComplete && !options.KeepCheckpoint)
        {
            checkpoints?.Remove();
        }

        return history;
    }

    /// <summary>One update of the weights from the mean loss over the rows of some batches, each row as much as the loss makes it count.</summary>
    private TrainingStepRecord Step(TrainingRun state, int[][] batches)
    {
        double[] weights = Array.ConvertAll(batches, state.Objective.WeightOf);
        double weightOfStep = weights.Sum();
        int number = state.Steps.Count + 1;
        using StepLosses losses = new();
        foreach ((int[] rows, double weight) in batches.Zip(weights))
        {
            double share = weightOfStep == 0 ? 0 : weight / weightOfStep;
            losses.Add(rows, share, state.Objective.ForwardBackward(new MicroBatch(rows, share * state.Scaler.Scale, options.Seed, state.MicroBatches++)));
        }

        state.Scaler.Unscale(state.Groups);
        Func<double> readNorm = state.Optimizer.BeginClipping(options.MaxGradientNorm);
        bool isLeftOut = state.Scaler.LeavesOut(readNorm);
        double multiplier = schedule.Multiplier(number - 1, state.TotalSteps);
        if (!isLeftOut)
        {
            state.Optimizer.Step(multiplier);
        }

        state.Objective.WeightsChanged();
        state.Optimizer.ZeroGradients();

        // All of the step is under way; only here the host waits for a device. Where a figure is not finite the training ends, and the weights are of no use.
        double norm = readNorm();
        double loss = losses.Read((value, rows) => FiniteChecks.Require("loss", value, state.Objective, number, rows));
        if (isLeftOut)
        {
            TrainerLog.LeftOut(logger, number, state.Scaler.Scale);
        }
        else
        {
            FiniteChecks.Require("norm of the gradient", norm, state.Objective, number, batches.SelectMany(rows => rows));
        }

        TrainingStepRecord step = new()
        {
            Step = number,
            Loss = loss,
            LearningRate = optimizerKind.LearningRate * multiplier,
            GradientNorm = isLeftOut ? 0 : norm,
            Task = state.Objective.TaskOf(batches[0][0]),
            WasSkipped = isLeftOut,
        };
        state.Steps.Add(step);
        TrainerLog.Stepped(logger, number, state.TotalSteps, step.Loss, step.GradientNorm, step.LearningRate);
        return step;
    }

    private ValidationRecord Validate(TrainingRun state, CancellationToken cancellationToken)
    {
        state.Reporter.Pause();
        state.Optimizer.BringUpToDate();
        ValidationFigures figures = state.Objective.Validate(cancellationToken);
        int step = state.Steps.Count;
        ValidationRecord validation = new()
        {
            Step = step,
            Epoch = step / (double)state.StepsOfEpoch,
            Loss = figures.Loss,
            Accuracy = figures.Accuracy,
            MacroF1 = figures.MacroF1,
            Tasks = figures.Tasks,
        };
        bool isBest = state.Add(validation, figures);
        if (isBest && options.RestoreBest)
        {
            state.Objective.KeepWeights();
        }

        TrainerLog.Validated(logger, step, figures.Loss, figures.Accuracy, figures.MacroF1, isBest);
        state.Tell(validation, isBest, state.IsValidationScheduled);
        state.Reporter.Resume();
        return validation;
    }

    private TrainingHistory Finish(TrainingRun state)
    {
        int steps = state.Steps.Count;
        if (steps < state.TotalSteps)
        {
            TrainerLog.StoppedEarly(logger, steps, state.TotalSteps);
        }

        if (options.RestoreBest && state.BestStep is { } best && best != steps)
        {
            state.Objective.RestoreWeights();
            TrainerLog.Restored(logger, best);
        }

        state.Reporter.Finish();
        double seconds = state.Seconds;
        TrainerLog.Finished(logger, seconds, state.Reporter.TextsPerSecond);
        return new TrainingHistory
        {
            Steps = state.Steps,
            Validations = state.Validations,
            TrainSeconds = seconds,
            TextsPerSecond = state.Reporter.TextsPerSecond,
            StoppedEarly = steps < state.TotalSteps,
            BestStep = state.BestStep,
        };
    }

    /// <summary>
    /// After an epoch that is not the last. Not where an interruption has brought a validation about that would else not have been: a run that is continued then begins the epoch anew.
    /// </summary>
    private static bool IsCheckpointDue(TrainingRun state) =>
        state.Steps.Count % state.StepsOfEpoch == 0 && !state.IsComplete && (!state.IsInterrupted || state.IsValidationScheduled || !state.Objective.HasValidation);

    /// <summary>A checkpoint that cannot be written costs time if the training breaks off, and does not end it.</summary>
    private void WriteCheckpoint(CheckpointStore checkpoints, TrainingRun state)
    {
        FiniteChecks.RequireWeights(state.Groups, state.Steps.Count);
        state.Reporter.Pause();
        try
        {
            TrainingCheckpoint.Write(checkpoints, state, optimizerKind);
            TrainerLog.CheckpointWritten(logger, checkpoints.Folder, state.FinishedEpochs);
        }
        catch (StorageException exception)
        {
            TrainerLog.CheckpointNotWritten(logger, state.FinishedEpochs, exception.Message);
        }

        state.Reporter.Resume();
    }

    /// <summary>A trained model is served: it need not carry its gradients, which are as large as its weights.</summary>
    private static void ReleaseGradients(IReadOnlyList<ParameterGroup> groups)
    {
        foreach ((_, torch.Tensor parameter) in groups.SelectMany(group => group.Parameters))
        {
            using torch.Tensor? gradient = parameter.grad;
            parameter.grad = null;
        }
    }
}
