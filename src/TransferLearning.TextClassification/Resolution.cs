using TransferLearning.TextClassification.Checkpoints.Vectors;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Persistence;

namespace TransferLearning.TextClassification;

/// <summary>A plan with every value decided.</summary>
internal sealed record Resolution
{
    internal required ClassifierDescription Description { get; init; }

    /// <summary>The checkpoint's folder; null for an encoder from scratch.</summary>
    internal required string? Folder { get; init; }

    /// <summary>The word vectors that an encoder from scratch begins with, or null.</summary>
    internal FoundVectors? WordVectors { get; init; }

    /// <summary>Whether the checkpoint's head is for the same labels and stays.</summary>
    internal required bool KeepsHead { get; init; }

    internal required LossKind Loss { get; init; }

    internal required OptimizerKind Optimizer { get; init; }

    internal required LearningRateSchedule Schedule { get; init; }

    internal required TrainingOptions Training { get; init; }

    internal required ResolvedConfiguration Configuration { get; init; }
}
