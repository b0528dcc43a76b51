namespace TransferLearning.TextClassification;

/// <summary>The figures of one step (one update of the weights).</summary>
public sealed class TrainingStepRecord
{
    /// <summary>The step, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>The mean loss over the step's rows, before the update.</summary>
    public required double Loss { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The Euclidean norm of all gradients together, before clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>The task whose rows the step was made of, where several are trained together; else null.</summary>
    public string? Task { get; init; }
}
