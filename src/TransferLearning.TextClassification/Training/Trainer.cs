using Microsoft.Extensions.Logging;
using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Training;

/// <summary>
/// The one training loop: epochs, batches, accumulation, clipping, schedule, optimizer, validation, callbacks, progress. What is trained is the objective's
/// matter. A trainer holds no state of a run and may be used again and concurrently; a run stays on the thread that calls it.
/// </summary>
internal sealed class Trainer(
    TrainingOptions options, OptimizerKind optimizerKind, LearningRateSchedule schedule, IReadOnlyList<TrainingCallback> callbacks, ILogger logger)
{
    /// <summary>Trains from beginning to end on the calling thread (see <see cref="DedicatedThread"/>).</summary>
    /// <param name="objective">What is trained; in the end its weights are the best validated ones, or the last.</param>
    /// <param name="progress">Is told at most ten times a second, on the calling thread.</param>
    /// <param name="cancellationToken">Aborts; the objective's weights are then worthless.</param>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    /// <exception cref="TrainingFailedException">The loss, the gradient or a weight is not finite.</exception>
    internal TrainingHistory Run(TrainingObjective objective, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        torch.Device device = options.Device.Resolve();
        objective.MoveTo(device); // before the optimizer is made: it keeps hold of the parameters
        IReadOnlyList<ParameterGroup> groups = objective.CreateParameterGroups();
        using ParameterOptimizer optimizer = optimizerKind.Create(groups);
        BatchPlan plan = objective.PlanBatches(options);
        int stepsOfEpoch = (plan.BatchesOfEpoch + options.GradientAccumulationSteps - 1) / options.GradientAccumulationSteps;
        TrainingRun state = new(options, objective, optimizer, groups, stepsOfEpoch, progress, [.. callbacks.Select(callback => callback.Begin())]);
        TrainerLog.Started(logger, device.ToString(), objective.Lengths.Count, options.EpochCount, state.TotalSteps, schedule, options.Seed);
        state.Reporter.Resume();
        for (int epoch = 1; epoch <= options.EpochCount && !state.StopRequested; epoch++)
        {
            foreach (int[][] batches in plan.BatchesOf(epoch).Chunk(options.GradientAccumulationSteps))
            {
                cancellationToken.ThrowIfCancellationRequested();
                TrainingStepRecord step = Step(state, batches);
                state.StopRequested |= AnyAsksToStop(state, run => run.AfterStep(step));
                ValidationRecord? validation = IsValidationDue(state) ? Validate(state, cancellationToken) : null;
                state.Reporter.Add(step, epoch, batches.Sum(rows => rows.Length), validation);
                if (state.StopRequested)
                {
                    break;
                }
            }

            TrainerLog.EpochEnded(logger, epoch, options.EpochCount, state.Reporter.SmoothedLoss, state.Reporter.TextsPerSecond);
        }

        optimizer.BringUpToDate();
        ReleaseGradients(groups);
        TrainingHistory history = Finish(state);
        FiniteChecks.RequireWeights(groups, state.Steps.Count);
        return history;
    }

    /// <summary>One update of the weights from the mean loss over the rows of some batches.</summary>
    private TrainingStepRecord Step(TrainingRun state, int[][] batches)
    {
        int rowsOfStep = batches.Sum(rows => rows.Length);
        int number = state.Steps.Count + 1;
        using StepLosses losses = new();
        foreach (int[] rows in batches)
        {
            double share = rows.Length / (double)rowsOfStep;
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
        state.Validations.Add(validation);
        bool isBest = figures.IsBetterThan(state.Best);
        if (isBest)
        {
            state.Best = figures;
            state.BestStep = step;
            if (options.RestoreBest)
            {
                state.Objective.KeepWeights();
            }
        }

        TrainerLog.Validated(logger, step, figures.Loss, figures.Accuracy, figures.MacroF1, isBest);
        state.StopRequested |= AnyAsksToStop(state, run => run.AfterValidation(validation, isBest));
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
        double seconds = state.Clock.Elapsed.TotalSeconds;
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

    private bool IsValidationDue(TrainingRun state)
    {
        int step = state.Steps.Count;
        bool isLast = state.StopRequested || step == state.TotalSteps;
        return state.Objective.HasValidation && (isLast || step % (options.ValidateEverySteps ?? state.StepsOfEpoch) == 0);
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

    /// <summary>Asks every callback, also where an earlier one wants to stop.</summary>
    private static bool AnyAsksToStop(TrainingRun state, Func<TrainingCallbackRun, bool> ask) => state.Callbacks.Aggregate(false, (stop, run) => ask(run) || stop);
}
