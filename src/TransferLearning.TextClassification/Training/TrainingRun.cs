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
    internal TrainingObjective Objective { get; } = objective;

    internal ParameterOptimizer Optimizer { get; } = optimizer;

    internal IReadOnlyList<ParameterGroup> Groups { get; } = groups;

    internal LossScaler Scaler { get; } = objective.CreateLossScaler();

    internal TrainingCallbackRun[] Callbacks { get; } = callbacks;

    internal int StepsOfEpoch { get; } = stepsOfEpoch;

    internal int TotalSteps { get; } = stepsOfEpoch * options.EpochCount;

    internal ProgressReporter Reporter { get; } = new(progress, stepsOfEpoch * options.EpochCount, options.EpochCount);

    internal Stopwatch Clock { get; } = Stopwatch.StartNew();

    internal List<TrainingStepRecord> Steps { get; } = [];

    internal List<ValidationRecord> Validations { get; } = [];

    internal long MicroBatches { get; set; }

    internal ValidationFigures? Best { get; set; }

    internal int? BestStep { get; set; }

    internal bool StopRequested { get; set; }
}
