using TorchSharp;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Training;

/// <summary>Writes all that changes during a run, and puts it back: the run that goes on from there takes the same steps, to the bit.</summary>
internal static class TrainingCheckpoint
{
    /// <summary>Writes a run that has just ended an epoch, and whose optimizer has nothing left for later.</summary>
    /// <exception cref="StorageException">It cannot be written; an earlier checkpoint is as it was.</exception>
    internal static void Write(CheckpointStore store, TrainingRun run, OptimizerKind optimizer)
    {
        (string Name, torch.Tensor Parameter)[] trained = [.. Trained(run)];
        CheckpointRecord record = new()
        {
            Format = CheckpointRecord.CurrentFormat,
            Training = new Dictionary<string, string>(),
            Epochs = run.FinishedEpochs,
            MicroBatches = run.MicroBatches,
            LossScale = run.Scaler.Scale,
            GoodSteps = run.Scaler.GoodSteps,
            Rows = run.Reporter.Rows,
            TrainingSeconds = run.Reporter.Elapsed.TotalSeconds,
            Seconds = run.Seconds,
            Gradients = [.. trained.Where(pair => HasGradient(pair.Parameter)).Select(pair => pair.Name)],
            Scores = run.Scores,
            Validations = run.Validations,
            Steps = run.Steps,
            Files = new Dictionary<string, string>(),
        };
        IReadOnlyDictionary<string, float[]> kept = run.Objective.KeptWeights;
        store.Write(record, folder =>
        {
            SafetensorsWriter.Write(
                Path.Combine(folder, CheckpointStore.WeightsFile), trained.Select(pair => new TensorToWrite(pair.Name, pair.Parameter.shape, () => TensorMemory.ToArray(pair.Parameter))));
            if (kept.Count > 0 && run.BestStep != run.Steps.Count)
            {
                SafetensorsWriter.Write(
                    Path.Combine(folder, CheckpointStore.BestWeightsFile), trained.Select(pair => new TensorToWrite(pair.Name, pair.Parameter.shape, kept[pair.Name])));
            }

            OptimizerStateFile.Write(Path.Combine(folder, CheckpointStore.OptimizerFile), optimizer, run.Optimizer, run.Groups);
        });
    }

    /// <summary>Puts the state of an earlier run into one that has not begun.</summary>
    /// <returns>False where there is no checkpoint.</returns>
    /// <exception cref="CheckpointException">The checkpoint is damaged or of another training; the run is of no use then.</exception>
    internal static bool TryRestore(CheckpointStore store, TrainingRun run, OptimizerKind optimizer)
    {
        if (store.TryRead() is not { } record)
        {
            return false;
        }

        if (record.Steps.Count != (long)record.Epochs * run.StepsOfEpoch || record.Scores.Count != record.Validations.Count)
        {
            throw CheckpointException.At(
                Path.Combine(store.Folder, CheckpointStore.RecordFile),
                $"{record.Epochs} epochs with {record.Steps.Count} steps and {record.Validations.Count} validations with {record.Scores.Count} scores do not fit together; an epoch has {run.StepsOfEpoch} steps. Delete the folder to train from the start.");
        }

        run.Steps.AddRange(record.Steps);
        run.MicroBatches = record.MicroBatches;
        run.Scaler.Restore(record.LossScale, record.GoodSteps);
        run.Reporter.Restore(record.Steps, record.Rows, TimeSpan.FromSeconds(record.TrainingSeconds));
        run.EarlierSeconds = record.Seconds;
        foreach ((ValidationRecord validation, double score) in record.Validations.Zip(record.Scores))
        {
            bool isBest = run.Add(validation, new ValidationFigures { Score = score, Loss = validation.Loss });
            run.Tell(validation, isBest, isScheduled: true);
        }

        RestoreTensors(store, run, optimizer, [.. record.Gradients]);
        return true;
    }

    private static void RestoreTensors(CheckpointStore store, TrainingRun run, OptimizerKind optimizer, HashSet<string> withGradient)
    {
        string bestWeights = Path.Combine(store.Folder, CheckpointStore.BestWeightsFile);
        bool hasBestWeights = File.Exists(bestWeights);
        if (hasBestWeights)
        {
            ReadWeights(bestWeights, run);
            run.Objective.KeepWeights();
        }

        ReadWeights(Path.Combine(store.Folder, CheckpointStore.WeightsFile), run);
        if (!hasBestWeights && run.BestStep is not null && run.Options.RestoreBest)
        {
            run.Objective.KeepWeights();
        }

        OptimizerStateFile.Read(Path.Combine(store.Folder, CheckpointStore.OptimizerFile), optimizer, run.Optimizer, run.Groups);
        foreach ((_, torch.Tensor parameter) in Trained(run).Where(pair => withGradient.Contains(pair.Name)))
        {
            using torch.Tensor zeros = torch.zeros_like(parameter, requires_grad: false);
            parameter.grad = zeros;
        }

        run.Objective.WeightsChanged();
    }

    private static void ReadWeights(string path, TrainingRun run)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        TensorMatching.Match(path, Trained(run).Select(pair => new ExpectedTensor(pair.Name, pair.Parameter.shape)), reader);
        foreach ((string name, torch.Tensor parameter) in Trained(run))
        {
            ParameterInitialization.Fill(parameter, values => reader.Read(name, values));
        }
    }

    private static IEnumerable<(string Name, torch.Tensor Parameter)> Trained(TrainingRun run) => run.Groups.SelectMany(group => group.Parameters);

    private static bool HasGradient(torch.Tensor parameter)
    {
        using torch.Tensor? gradient = parameter.grad;
        return gradient is not null;
    }
}
