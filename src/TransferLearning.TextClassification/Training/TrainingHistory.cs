using System.Text.Json;
using System.Text.Json.Serialization;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification;

/// <summary>What happened during a training, step by step: its curves can be plotted.</summary>
public sealed class TrainingHistory
{
    /// <summary>Every step, in order.</summary>
    public required IReadOnlyList<TrainingStepRecord> Steps { get; init; }

    /// <summary>Every validation, in order; empty without validation data.</summary>
    public required IReadOnlyList<ValidationRecord> Validations { get; init; }

    /// <summary>How long the training took in seconds, validations included.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Rows trained on a second, validations not counted.</summary>
    public required double TextsPerSecond { get; init; }

    /// <summary>Whether a callback or a request ended the training before its last step.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>The step after which validation was best, or null without validation data.</summary>
    public int? BestStep { get; init; }

    /// <summary>How many steps were left out, since a gradient did not fit float16 (see <see cref="TrainingStepRecord.WasSkipped"/>).</summary>
    [JsonIgnore]
    public int SkippedSteps => Steps.Count(step => step.WasSkipped);

    /// <summary>The history as JSON.</summary>
    /// <returns>An object with the members of this type in <c>snake_case</c>.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Default.TrainingHistory);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <returns>The history.</returns>
    /// <exception cref="JsonException">The text is no training history.</exception>
    public static TrainingHistory FromJson(string json) =>
        JsonSerializer.Deserialize(json, TrainingJson.Default.TrainingHistory) ?? throw new JsonException("The training history is null; an object is expected.");
}
