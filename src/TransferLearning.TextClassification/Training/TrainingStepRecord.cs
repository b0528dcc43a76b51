using System.Text.Json.Serialization;

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

    /// <summary>The Euclidean norm of all gradients together, before clipping; 0 of a step that was skipped.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Whether the update was left out, since a gradient did not fit float16 (<see cref="Precision.Float16"/>): weights and optimizer state are as they were before the step.</summary>
    /// <value>False by default; not written as JSON then.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WasSkipped { get; init; }

    /// <summary>The task whose rows the step was made of, where several are trained together; else null.</summary>
    public string? Task { get; init; }
}
