using System.Text.Json;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Training;

/// <summary>
/// The one checkpoint of a training, a folder within <see cref="TrainingOptions.CheckpointFolder"/> that is written in one step. One store at a time uses it: a second one is refused.
/// </summary>
internal sealed class CheckpointStore : IDisposable
{
    internal const string FolderName = "training-checkpoint";
    internal const string RecordFile = "checkpoint.json";
    internal const string WeightsFile = "weights.safetensors";
    internal const string BestWeightsFile = "best-weights.safetensors";
    internal const string OptimizerFile = "optimizer.safetensors";

    private const string LockFile = ".training-checkpoint.lock";
    private const int LongestShown = 200;

    private readonly IReadOnlyDictionary<string, string> identity;
    private readonly IDisposable taken;

    private CheckpointStore(string folder, IReadOnlyDictionary<string, string> identity, IDisposable taken)
    {
        Folder = folder;
        this.identity = identity;
        this.taken = taken;
    }

    /// <summary>The checkpoint's folder; it may not exist yet.</summary>
    internal string Folder { get; }

    /// <summary>Takes a folder for a training. Checks, before long work, that a checkpoint can be written there.</summary>
    /// <param name="parent">The folder that was chosen; it is made where it does not exist.</param>
    /// <param name="identity">What makes the training this one.</param>
    /// <exception cref="StorageException">It cannot be written there, or another training uses the folder.</exception>
    internal static CheckpointStore Open(string parent, IReadOnlyDictionary<string, string> identity)
    {
        string path = Path.GetFullPath(parent);
        string folder = Path.Combine(path, FolderName);
        IDisposable? taken = null;
        try
        {
            FolderPolicy.RequireOutsideOfClassifiers(folder);
            Directory.CreateDirectory(path);
            taken = FileLock.TryTake(Path.Combine(path, LockFile)) ?? throw StorageException.At(path, "another training keeps its checkpoint there. Give each training that runs at the same time a folder of its own.");
            AtomicFolder.RecoverInterrupted(folder);
            TemporarySibling.RemoveAbandoned(folder);
            if (Directory.Exists(folder) && !IsOurs(folder))
            {
                throw StorageException.At(folder, "this folder holds something other than a training's checkpoint, and is left as it is. Choose another folder for checkpoints.");
            }

            AtomicFolder.EnsureReplaceable(folder, IsOurs);
            return new(folder, identity, taken);
        }
        catch (Exception exception)
        {
            taken?.Dispose();
            throw StorageException.IsCause(exception) ? StorageException.Cannot(path, "keep checkpoints there", exception) : exception;
        }
    }

    /// <summary>The record of the checkpoint, whose files are as they were written; null where there is none.</summary>
    /// <exception cref="CheckpointException">The checkpoint is damaged, of another format or of another training.</exception>
    internal CheckpointRecord? TryRead()
    {
        if (!Directory.Exists(Folder) || !Directory.EnumerateFileSystemEntries(Folder).Any())
        {
            return null;
        }

        CheckpointRecord record = Parse();
        FileDifference[] differences = [.. FileHashes.Compare(Folder, record.Files).Where(difference => difference.File != RecordFile)];
        if (differences.Length > 0)
        {
            throw CheckpointException.At(Folder, $"the training's checkpoint is not as it was written: {string.Join("; ", differences.AsEnumerable())}. Copy it again, or delete the folder to train from the start.");
        }

        string[] others = [.. identity.Keys.Union(record.Training.Keys).Order(StringComparer.Ordinal)
            .Where(name => identity.GetValueOrDefault(name) != record.Training.GetValueOrDefault(name))
            .Select(name => Difference(name, record.Training.GetValueOrDefault(name), identity.GetValueOrDefault(name)))];
        if (others.Length > 0)
        {
            throw CheckpointException.At(
                Folder, $"the checkpoint is of another training, which differs in {string.Join("; ", others)}. Train with the settings and data that it was begun with, delete the folder to train from the start, or choose another folder for checkpoints.");
        }

        return record;
    }

    /// <summary>Writes the checkpoint in one step, in place of the one before.</summary>
    /// <param name="record">Its record, without hashes.</param>
    /// <param name="writeTensors">Writes the other files into the folder that it is given.</param>
    /// <exception cref="StorageException">It cannot be written; the one before is as it was.</exception>
    internal void Write(CheckpointRecord record, Action<string> writeTensors) => AtomicFolder.Write(Folder, IsOurs, folder =>
    {
        writeTensors(folder);
        CheckpointRecord complete = record with { Training = identity, Files = FileHashes.Compute(folder) };
        File.WriteAllText(Path.Combine(folder, RecordFile), JsonSerializer.Serialize(complete, CheckpointJson.Default.CheckpointRecord) + "\n");
    });

    /// <summary>Removes the checkpoint, if there is one: at no time is there a part of it. What cannot be removed stays.</summary>
    internal void Remove()
    {
        try
        {
            TemporarySibling.TryDelete(TemporarySibling.Previous(Folder)); // or it would be taken for one that an interruption left
            string away = TemporarySibling.New(Folder);
            Directory.Move(Folder, away);
            TemporarySibling.TryDelete(away);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Often there is none.
        }
    }

    public void Dispose() => taken.Dispose();

    private static bool IsOurs(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).All(path => Path.GetFileName(path) is RecordFile or WeightsFile or BestWeightsFile or OptimizerFile);

    private static string Difference(string name, string? there, string? here) =>
        there?.Length > LongestShown || here?.Length > LongestShown ? name : $"{name} ({there ?? "none"} there, {here ?? "none"} here)";

    private CheckpointRecord Parse()
    {
        string path = Path.Combine(Folder, RecordFile);
        try
        {
            // What another format holds is not known, so its number is looked at first.
            byte[] bytes = File.ReadAllBytes(path);
            using (JsonDocument document = JsonDocument.Parse(bytes))
            {
                if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("format", out JsonElement format)
                    && format.ValueKind == JsonValueKind.Number && format.TryGetInt32(out int number) && number != CheckpointRecord.CurrentFormat)
                {
                    throw CheckpointException.At(path, $"the checkpoint has the format {number}; this version of the library reads {CheckpointRecord.CurrentFormat}. Continue with the version that wrote it, or delete the folder to train from the start.");
                }
            }

            return JsonSerializer.Deserialize(bytes, CheckpointJson.Default.CheckpointRecord) ?? throw new JsonException("the file holds null");
        }
        catch (JsonException exception)
        {
            throw CheckpointException.At(path, $"this is not the record of a training's checkpoint ({JsonProblem.Describe(exception)}). Delete the folder to train from the start.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CheckpointException.At(path, $"the file cannot be read ({exception.Message.TrimEnd('.')}). Check its permissions, or delete the folder to train from the start.", exception);
        }
    }
}
