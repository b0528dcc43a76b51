using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Cli.Reports;
using TransferLearning.TextClassification.Cli.Terminal;

namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary>What <c>tltc train</c> does: checks everything, trains, scores, saves.</summary>
internal static class TrainRun
{
    private const string KeptFolder = "training-checkpoint"; // within --checkpoint

    internal static async Task<int> ExecuteAsync(TrainSettings settings)
    {
        EnsureFolderIsFree(settings.Out);
        EnsureOutputsApart(settings);
        ReportFile.EnsureWritable(settings.Report);
        PretrainedModel? encoder = ScratchEncoder.Find(settings.Encoder) is null ? PretrainedModel.From(settings.Encoder, new HubOptions { Progress = new DownloadDisplay() }) : null;
        (TextDataset train, TextDataset? validation, TextDataset? test) = await PrepareAsync(settings, encoder);

        using Interruption interruption = new("Stopping: the best so far is saved. Press Ctrl-C again to abort and save nothing.");
        TransferClassifierTrainer trainer = CreateBuilder(settings, encoder, interruption.Stop).Build();
        ITrainingDisplay display = Screen.IsTerminal ? new BarDisplay() : new LineDisplay();
        using TransferClassifier classifier = await display.ShowAsync(progress => trainer.FitAsync(train, validation, progress, interruption.Abort));
        EvaluationReport? evaluation = null;
        try
        {
            evaluation = (test ?? validation) is { } scored ? await classifier.EvaluateAsync(scored, interruption.Abort) : null;
        }
        catch (CheckpointException)
        {
            await classifier.SaveAsync(settings.Out, interruption.Abort); // one text whose answer is not a number loses no training
            throw;
        }

        await classifier.SaveAsync(settings.Out, interruption.Abort);
        if (settings.Training.CheckpointFolder is { } checkpoints && !interruption.Stop.IsCancellationRequested)
        {
            RemoveCheckpoint(checkpoints);
        }

        Screen.Say(Summary(settings.Out, classifier));
        ReportFile.WriteAndPrint(settings.Report, () => Report(classifier, evaluation, test is not null), evaluation);
        return ExitCode.Done;
    }

    private static void EnsureFolderIsFree(string folder)
    {
        try
        {
            ClassifierFolder.EnsureWritable(folder);
        }
        catch (StorageException exception)
        {
            throw new UsageException($"--out {exception.Message}", exception);
        }
    }

    /// <summary>The training is over and its classifier saved. What cannot be removed stays: the next training there then says so.</summary>
    private static void RemoveCheckpoint(string folder)
    {
        try
        {
            Directory.Delete(Path.Combine(folder, KeptFolder), recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A training of one epoch keeps nothing.
        }
    }

    private static void EnsureOutputsApart(TrainSettings settings)
    {
        (string, string?) folder = ("--out", settings.Out);
        (string, string?) checkpoint = ("--encoder", ScratchEncoder.Find(settings.Encoder) is null ? settings.Encoder : null);
        (string, string?) kept = ("--checkpoint", settings.Training.CheckpointFolder is { } checkpoints ? Path.Combine(checkpoints, KeptFolder) : null);
        (string, string?)[] read = [("--data", settings.Data), ("--validation", settings.Validation), ("--test", settings.Test), ("--word-vectors", settings.WordVectors)];
        OutputPaths.EnsureApart("--report", settings.Report, read, [folder, checkpoint]);
        OutputPaths.EnsureApart("--token-cache", settings.Training.TokenCacheFolder, read, [folder], isFolder: true);
        OutputPaths.EnsureApart("--checkpoint", settings.Training.CheckpointFolder, read, [folder, checkpoint], isFolder: true);
        OutputPaths.EnsureApart("--out", settings.Out, read, [kept]);
    }

    /// <summary>Checks the settings, reads the data and downloads the encoder. There is nothing to save yet: the first Ctrl-C aborts.</summary>
    private static async Task<(TextDataset Train, TextDataset? Validation, TextDataset? Test)> PrepareAsync(TrainSettings settings, PretrainedModel? encoder)
    {
        using Interruption interruption = new();
        TransferClassifierTrainer trainer = CreateBuilder(settings, encoder, CancellationToken.None).Build();
        (TextDataset train, TextDataset? validation, TextDataset? test) = await ReadAsync(settings, interruption.Abort);
        if (encoder is { Folder: null })
        {
            await trainer.ResolveAsync(train, interruption.Abort);
        }

        return (train, validation, test);
    }

    private static TransferClassifierBuilder CreateBuilder(TrainSettings settings, PretrainedModel? encoder, CancellationToken stop)
    {
        TransferClassifierBuilder builder = new TransferClassifierBuilder(new ScreenLogger())
            .UseAdamW(settings.Optimizer)
            .UseSchedule(LearningRateSchedule.Linear(settings.WarmupRatio))
            .UseTraining(settings.Training)
            .AddStopSignal(stop);
        if (encoder is null)
        {
            ScratchEncoder.Find(settings.Encoder)!.Use(builder, settings);
        }
        else
        {
            builder.UsePretrained(encoder, new() { Pooling = settings.Pooling, MaxTokens = settings.MaxTokens });
        }

        _ = settings.Head switch
        {
            "linear" => builder.UseLinearHead(),
            "mlp" => builder.UseMlpHead(),
            "attention" => builder.UseAttentionHead(),
            _ => builder,
        };
        return settings.Task is { } task ? builder.UseTask(task) : builder;
    }

    private static async Task<(TextDataset Train, TextDataset? Validation, TextDataset? Test)> ReadAsync(TrainSettings settings, CancellationToken abort)
    {
        TextDataset train = await TextDataset.ReadAsync(settings.Data, settings.Reading, abort);
        TextReadOptions others = settings.Reading with { Task = train.Task };
        TextDataset? validation = settings.Validation is null ? null : await TextDataset.ReadAsync(settings.Validation, others, abort);
        TextDataset? test = settings.Test is null ? null : await TextDataset.ReadAsync(settings.Test, others, abort);
        if (test is not null)
        {
            TestData.EnsureFits(train, test);
            TestData.WarnOfOverlap(train, test);
        }

        return (train, validation, test);
    }

    private static string Summary(string folder, TransferClassifier classifier)
    {
        string stopped = classifier.History is { StoppedEarly: true } history ? FormattableString.Invariant($" after {history.Steps.Count} steps, before its end") : string.Empty;
        return classifier.History is { } full
            ? FormattableString.Invariant($"Saved to {folder}{stopped}: trained in {full.TrainSeconds:0.0} s, {full.TextsPerSecond:0.0} texts/s.")
            : $"Saved to {folder}.";
    }

    private static JsonObject Report(TransferClassifier classifier, EvaluationReport? evaluation, bool hasTest)
    {
        JsonObject report = ReportFile.Create(evaluation);
        report["train_seconds"] = classifier.History?.TrainSeconds;
        report["texts_per_second"] = classifier.History?.TextsPerSecond;
        report["peak_memory_mb"] = PeakMemory.InMegabytes();
        if (evaluation is not null)
        {
            report["evaluated_on"] = hasTest ? "test" : "validation";
            report["evaluation"] = ReportFile.Parse(evaluation.ToJson());
        }

        JsonObject configuration = [];
        foreach (ResolvedValue value in classifier.Configuration?.Values ?? [])
        {
            configuration[value.Name] = new JsonObject { ["value"] = value.Value, ["source"] = value.Source.ToString().ToLowerInvariant(), ["reason"] = value.Reason };
        }

        report["configuration"] = configuration;
        report["history"] = classifier.History is { } history ? ReportFile.Parse(history.ToJson()) : null;
        return report;
    }
}
