using Xunit;

namespace TransferLearning.TextClassification.Tests.Root;

/// <summary>Trainings of an application that break off, and are continued by the same call.</summary>
public sealed class ContinuedTrainingTests
{
    private static readonly TextDatasetSplit Data = ToyData.TwoClasses.SplitStratified(testFraction: 0.2, seed: 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_continued_training_gives_the_classifier_of_the_straight_one()
    {
        using TemporaryFolder folder = new();
        TrainingOptions options = new() { Epochs = 3, BatchSize = 8, Device = ComputeDevice.Cpu };
        using TransferClassifier expected = await Fit(options);
        await Break(folder);

        using ListLogger log = new();
        using TransferClassifier classifier = await Fit(options with { CheckpointFolder = folder.Path }, log: log);

        Assert.Contains(log.Messages, message => message.EndsWith("training-checkpoint: 1 epochs (6 steps) are done", StringComparison.Ordinal));
        Assert.Equal(TrainingTests.Scores(expected), TrainingTests.Scores(classifier));
        Assert.Equal(expected.EmbedMany(ToyData.Inputs, Cancellation), classifier.EmbedMany(ToyData.Inputs, Cancellation));
        Assert.Equal(expected.History!.Steps.Select(step => (step.Step, step.Loss, step.LearningRate, step.GradientNorm)), classifier.History!.Steps.Select(step => (step.Step, step.Loss, step.LearningRate, step.GradientNorm)));
        Assert.Equal(expected.History.Validations.Select(record => (record.Step, record.Loss)), classifier.History.Validations.Select(record => (record.Step, record.Loss)));
        Assert.Equal(expected.History.BestStep, classifier.History.BestStep);
        Assert.Equal(LearningRateSchedule.Linear(0.1), LearningRateSchedule.FromJson(classifier.Configuration!["schedule_options"].Value));
        Assert.Empty(Directory.GetDirectories(folder.Path)); // at its end, the training has removed its checkpoint
    }

    [Fact]
    public async Task Several_tasks_are_continued_too()
    {
        using TemporaryFolder folder = new();
        MultiTaskFitRequest request = new()
        {
            Train = new Dictionary<string, TextDataset> { ["a"] = Data.Train, ["b"] = Data.Test },
            Validation = new Dictionary<string, TextDataset> { ["a"] = Data.Test },
        };
        using MultiTaskClassifier expected = await Trainer(null, null).FitAsync(request, Cancellation);
        using CancellationTokenSource source = new();
        using ListLogger log = new() { OnMessage = CancelAfterFirstEpoch(source) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Trainer(folder.Path, log).FitAsync(request, source.Token));
        MultiTaskFitRequest other = request with { Train = new Dictionary<string, TextDataset> { ["a"] = Data.Train, ["b"] = Data.Train } };

        CheckpointException refusal = await Assert.ThrowsAsync<CheckpointException>(() => Trainer(folder.Path, null).FitAsync(other, Cancellation));
        using MultiTaskClassifier trained = await Trainer(folder.Path, null).FitAsync(request, Cancellation);

        Assert.Contains("training_rows of task 2 (12 rows", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(TrainingTests.Scores(expected["a"]), TrainingTests.Scores(trained["a"]));
        Assert.Equal(TrainingTests.Scores(expected["b"]), TrainingTests.Scores(trained["b"]));

        static MultiTaskTrainer Trainer(string? checkpoints, ListLogger? log) => new TransferClassifierBuilder(log)
            .UseBertEncoder(ToyData.TinyEncoder)
            .UseTraining(new() { Epochs = 2, BatchSize = 8, Device = ComputeDevice.Cpu, CheckpointFolder = checkpoints })
            .AddTask("a")
            .AddTask("b")
            .BuildMultiTask(new() { Temperature = 2 });
    }

    [Fact]
    public async Task A_stop_signal_leaves_the_checkpoint()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource stop = new();
        using ListLogger log = new() { OnMessage = CancelAfterFirstEpoch(stop) };
        TransferClassifierTrainer trainer = new TransferClassifierBuilder(log)
            .UseBertEncoder(ToyData.TinyEncoder)
            .UseTraining(new() { Epochs = 3, BatchSize = 8, Device = ComputeDevice.Cpu, CheckpointFolder = folder.Path })
            .AddStopSignal(stop.Token)
            .Build();

        using TransferClassifier classifier = await trainer.FitAsync(Data.Train, Data.Test, cancellationToken: Cancellation);

        Assert.True(classifier.History!.StoppedEarly);
        Assert.Single(Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public async Task Other_data_and_settings_are_refused()
    {
        using TemporaryFolder folder = new();
        TrainingOptions options = new() { Epochs = 3, BatchSize = 8, Device = ComputeDevice.Cpu, CheckpointFolder = folder.Path };
        await Break(folder);
        TextDataset otherText = TextDataset.FromExamples(Data.Train.Select((row, i) => i == 5 ? new TextExample(Data.Train[5].Input.Text + "!", row.Target!) : row));
        TextDataset otherLabels = TextDataset.FromExamples(Data.Train.Select(row => new TextExample(row.Input, TextTarget.FromLabel(row.Target!.Labels[0] == "billing" ? "invoices" : "delivery"))));
        TextDataset fewer = TextDataset.FromExamples(Data.Train.Skip(1));

        Assert.Contains("training_rows (48 rows, SHA-256 ", await Refusal(options, otherText), StringComparison.Ordinal);
        Assert.Contains("labels (billing | delivery there, delivery | invoices here)", await Refusal(options, otherLabels, TextDataset.FromExamples(otherLabels.Take(3))), StringComparison.Ordinal);
        Assert.Contains("… there, 47 rows, SHA-256 ", await Refusal(options, fewer), StringComparison.Ordinal);
        Assert.Contains("differs in validation_rows (12 rows, SHA-256 ", await Refusal(options, Data.Train, fewer), StringComparison.Ordinal);
        Assert.Contains("differs in batch_size (8 there, 4 here).", await Refusal(options with { BatchSize = 4 }, Data.Train), StringComparison.Ordinal);
        Assert.Contains("differs in loss_options (", await Refusal(options, Data.Train, choose: builder => builder.UseCrossEntropyLoss(new() { LabelSmoothing = 0.1 })), StringComparison.Ordinal);
        using TransferClassifier continued = await Fit(options); // none of them has touched the checkpoint
        Assert.Equal(18, continued.History!.Steps.Count);

        static async Task<string> Refusal(TrainingOptions options, TextDataset train, TextDataset? validation = null, Action<TransferClassifierBuilder>? choose = null) =>
            (await Assert.ThrowsAsync<CheckpointException>(() => Fit(options, train, validation, choose))).Message;
    }

    [Fact]
    public void A_blank_folder_is_a_mistake() => Assert.Contains(
        "TrainingOptions.CheckpointFolder is blank", Assert.Throws<ConfigurationException>(new TransferClassifierBuilder().UseTraining(new() { CheckpointFolder = " " }).Build).Message, StringComparison.Ordinal);

    /// <summary>Trains, and breaks off in the second of three epochs.</summary>
    private static async Task Break(TemporaryFolder folder)
    {
        using CancellationTokenSource source = new();
        using ListLogger log = new() { OnMessage = CancelAfterFirstEpoch(source) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Fit(new() { Epochs = 3, BatchSize = 8, Device = ComputeDevice.Cpu, CheckpointFolder = folder.Path }, log: log, cancellation: source.Token));
        Assert.Single(Directory.GetDirectories(folder.Path));
    }

    private static Action<string> CancelAfterFirstEpoch(CancellationTokenSource source) => message =>
    {
        if (message.StartsWith("Checkpoint written", StringComparison.Ordinal))
        {
            source.Cancel();
        }
    };

    private static Task<TransferClassifier> Fit(
        TrainingOptions options, TextDataset? train = null, TextDataset? validation = null, Action<TransferClassifierBuilder>? choose = null, ListLogger? log = null, CancellationToken? cancellation = null)
    {
        TransferClassifierBuilder builder = new TransferClassifierBuilder(log).UseBertEncoder(ToyData.TinyEncoder).UseTraining(options);
        choose?.Invoke(builder);
        return builder.Build().FitAsync(train ?? Data.Train, validation ?? Data.Test, cancellationToken: cancellation ?? Cancellation);
    }
}
