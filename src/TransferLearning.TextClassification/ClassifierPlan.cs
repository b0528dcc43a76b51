using System.Collections.Immutable;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification;

/// <summary>What a builder was told. Immutable; null means that data, checkpoint or defaults decide.</summary>
internal sealed record ClassifierPlan
{
    /// <summary>The family; null where a checkpoint's <c>config.json</c> names it, or a small encoder starts from scratch.</summary>
    internal EncoderFamily? Family { get; init; }

    internal EncoderOptions? EncoderOptions { get; init; }

    internal PretrainedModel? Pretrained { get; init; }

    internal HeadKind? Head { get; init; }

    internal object? HeadOptions { get; init; }

    internal LossKind? Loss { get; init; }

    internal OptimizerKind? Optimizer { get; init; }

    internal LearningRateSchedule? Schedule { get; init; }

    internal TextTask? Task { get; init; }

    internal TrainingOptions? Training { get; init; }

    internal ImmutableArray<EarlyStoppingOptions> EarlyStopping { get; init; } = [];

    internal ImmutableArray<CancellationToken> StopSignals { get; init; } = [];

    /// <summary>The tasks that are trained together; empty for one classifier.</summary>
    internal ImmutableArray<TaskPlan> Tasks { get; init; } = [];
}
