using System.Text.Json;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification;

/// <summary>The <c>training.json</c> of a saved classifier: what the training used and how it went.</summary>
internal sealed record TrainingRecordFile
{
    internal const string FileName = "training.json";

    /// <summary>Every value with its source and reason.</summary>
    public IReadOnlyList<ResolvedValue>? Configuration { get; init; }

    /// <summary>Losses, rates and validations.</summary>
    public TrainingHistory? History { get; init; }

    internal static TrainingRecordFile Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return new();
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), TrainingRecordJson.Default.TrainingRecordFile) ?? new();
        }
        catch (JsonException exception)
        {
            throw CheckpointException.At(path, $"this is not a training's record ({JsonProblem.Describe(exception)}). Save the classifier again.", exception);
        }
    }

    internal string ToJson() => JsonSerializer.Serialize(this, TrainingRecordJson.Default.TrainingRecordFile) + "\n";
}
