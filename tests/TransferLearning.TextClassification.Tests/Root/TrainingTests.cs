using Xunit;

namespace TransferLearning.TextClassification.Tests.Root;

/// <summary>From rows to a classifier.</summary>
public sealed class TrainingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_defaults_learn_sixty_rows_from_scratch()
    {
        using TransferClassifier classifier = await new TransferClassifierBuilder().Build().FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);

        EvaluationReport report = await classifier.EvaluateAsync(ToyData.TwoClasses, Cancellation);

        Assert.True(report.Accuracy > 0.9, $"accuracy {report.Accuracy}");
        Assert.Equal(["billing", "delivery"], classifier.Labels);
        Assert.NotNull(classifier.History);
        Assert.Equal("billing", classifier.Predict("another refund", Cancellation).Label);
    }

    [Fact]
    public async Task More_steps_than_can_be_counted_are_refused_before_the_training()
    {
        TextDataset rows = TextDataset.FromExamples(Enumerable.Range(0, 2048).Select(row => new TextExample("a text", row % 2 == 0 ? "one" : "two")));
        TransferClassifierTrainer trainer = new TransferClassifierBuilder()
            .UseBertEncoder(ToyData.TinyEncoder)
            .UseTraining(new() { Epochs = 1 << 20, BatchSize = 1, Device = ComputeDevice.Cpu })
            .Build();

        ConfigurationException exception = await Assert.ThrowsAsync<ConfigurationException>(() => trainer.FitAsync(rows, cancellationToken: Cancellation));

        Assert.Equal(
            "TrainingOptions.Epochs is 1048576 with 2048 steps an epoch, which makes 2147483648 steps; expected at most 2147483647 steps. "
            + "Give fewer epochs, a larger BatchSize or MaxTokensPerBatch, or more GradientAccumulationSteps.",
            exception.Message);
    }

    [Fact]
    public void Steps_of_more_rows_than_an_integer_holds_are_resolved()
    {
        TransferClassifierTrainer trainer = new TransferClassifierBuilder()
            .UseBertEncoder(ToyData.TinyEncoder)
            .UseTraining(new() { BatchSize = 1 << 16, GradientAccumulationSteps = 1 << 16, Device = ComputeDevice.Cpu })
            .Build();

        Assert.Equal("600", trainer.Resolve(ToyData.TwoClasses)["epochs"].Value);
    }

    [Fact]
    public async Task Saving_and_loading_changes_no_bit()
    {
        using TemporaryFolder folder = new();
        using TransferClassifier classifier = await ToyData.TinyTrainer().FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);

        await classifier.SaveAsync(folder.File("saved"), Cancellation);
        using TransferClassifier loaded = await TransferClassifier.LoadAsync(folder.File("saved"), new() { Device = ComputeDevice.Cpu }, Cancellation);

        Assert.Equal(Scores(classifier), Scores(loaded));
        Assert.Equal(classifier.Embed("a text"), loaded.Embed("a text"));
        Assert.Equal(classifier.MaxTokens, loaded.MaxTokens);
        Assert.Equal(classifier.Configuration!.ToString(), loaded.Configuration!.ToString());
        Assert.Equal(classifier.History!.Steps.Select(step => step.Loss), loaded.History!.Steps.Select(step => step.Loss));
    }

    [Fact]
    public async Task Validation_rows_that_stand_in_the_training_data_are_one_warning()
    {
        using ListLogger log = new();
        TransferClassifierTrainer trainer = new TransferClassifierBuilder(log).UseBertEncoder(ToyData.TinyEncoder).UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu }).Build();
        (TextDataset train, TextDataset apart) = ToyData.TwoClasses.SplitStratified();
        TextDataset mixed = TextDataset.FromExamples([.. apart, train[0], train[1]]);

        (await trainer.FitAsync(train, apart, cancellationToken: Cancellation)).Dispose();
        Assert.DoesNotContain(log.Warnings, Warns);
        (await trainer.FitAsync(train, mixed, cancellationToken: Cancellation)).Dispose();

        Assert.Equal(
            "2 of 14 rows of the validation data also stand in the training data; they make the validation look better than it is. Remove them from one of the two",
            Assert.Single(log.Warnings, Warns));

        static bool Warns(string warning) => warning.Contains("also stand", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_that_differ_only_in_case_or_blanks_are_one_warning()
    {
        using ListLogger log = new();
        TransferClassifierTrainer trainer = new TransferClassifierBuilder(log).UseBertEncoder(ToyData.TinyEncoder).UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu }).Build();
        (TextDataset train, TextDataset apart) = ToyData.TwoClasses.SplitStratified();
        string[] labels = [.. train.Labels];

        (await trainer.FitAsync(train, apart, cancellationToken: Cancellation)).Dispose();
        Assert.DoesNotContain(log.Warnings, Warns);
        (await trainer.FitAsync(TextDataset.FromExamples([.. train, new("one", labels[0] + " "), new("more", labels[0].ToUpperInvariant())]), cancellationToken: Cancellation)).Dispose();

        Assert.Equal(
            $"Labels of the training data differ only in case or surrounding blanks, and are classes of their own: '{labels[0].ToUpperInvariant()}', '{labels[0]}', '{labels[0]} '. Write them alike if they mean the same",
            Assert.Single(log.Warnings, Warns));

        static bool Warns(string warning) => warning.Contains("surrounding blanks", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bits_also_at_the_same_time()
    {
        using TemporaryFolder folder = new();
        TransferClassifierTrainer trainer = ToyData.TinyTrainer();

        TransferClassifier[] classifiers = [await Fit(), .. await Task.WhenAll(Fit(), Fit())];

        List<byte[]> weights = [];
        foreach (TransferClassifier classifier in classifiers)
        {
            string path = folder.File($"saved-{weights.Count}");
            classifier.Save(path);
            classifier.Dispose();
            weights.Add(await File.ReadAllBytesAsync(Path.Combine(path, "model.safetensors"), Cancellation));
        }

        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);

        Task<TransferClassifier> Fit() => trainer.FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
    }

    [Fact]
    public async Task A_saved_classifier_is_trained_further_with_its_head_and_its_order_of_labels()
    {
        using TemporaryFolder folder = new();
        using (TransferClassifier first = await ToyData.TinyTrainer(3).FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation))
        {
            first.Save(folder.File("first"));
        }

        ResolvedConfiguration resolved = new TransferClassifierBuilder()
            .UsePretrained(PretrainedModel.FromDirectory(folder.File("first")))
            .Build()
            .Resolve(ToyData.TwoClasses);

        Assert.Equal(ValueSource.Checkpoint, resolved["task"].Source);
        Assert.Contains("stays", resolved["head"].Reason, StringComparison.Ordinal);
        Assert.Equal("5E-05", resolved["learning_rate"].Value);
        Assert.Equal("3", resolved["epochs"].Value);
    }

    [Fact]
    public async Task Cancellation_aborts_and_a_stop_signal_keeps_the_best()
    {
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ToyData.TinyTrainer().FitAsync(ToyData.TwoClasses, cancellationToken: stop.Token));
        using TransferClassifier classifier = await new TransferClassifierBuilder()
            .UseBertEncoder(ToyData.TinyEncoder)
            .AddStopSignal(stop.Token)
            .Build()
            .FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);

        Assert.Single(classifier.History!.Steps);
        Assert.True(classifier.History.StoppedEarly);
    }

    [Fact]
    public async Task Unknown_validation_labels_and_early_stopping_without_validation_are_found_before_training()
    {
        TextDataset other = TextDataset.FromExamples([new TextExample("a text", "never seen")]);

        TextDataException unknown = await Assert.ThrowsAsync<TextDataException>(() => ToyData.TinyTrainer().FitAsync(ToyData.TwoClasses, other, cancellationToken: Cancellation));
        ConfigurationException early = await Assert.ThrowsAsync<ConfigurationException>(
            () => new TransferClassifierBuilder().AddEarlyStopping().Build().FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation));

        Assert.Contains("never seen", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("validation", early.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_labels_and_numbers_are_learnt_too()
    {
        TextDataset sets = TextDataset.FromExamples(ToyData.TwoClasses.Select((row, i) => new TextExample(row.Input, TextTarget.FromLabels(i % 3 == 0 ? [] : [row.Target!.Labels[0], "all"]))));
        TextDataset numbers = TextDataset.FromExamples(ToyData.TwoClasses.Select(row => new TextExample(row.Input, TextTarget.FromNumber(row.Target!.Labels[0].Length))));

        using TransferClassifier multi = await ToyData.TinyTrainer().FitAsync(sets, cancellationToken: Cancellation);
        using TransferClassifier regression = await ToyData.TinyTrainer().FitAsync(numbers, cancellationToken: Cancellation);

        Assert.Equal((TextTask.MultiLabel, 3), (multi.Task, multi.Labels.Count));
        Assert.Equal(TextTask.Regression, regression.Task);
        Assert.True(float.IsFinite(regression.Predict("a parcel", Cancellation).Value));
        Assert.NotNull((await regression.EvaluateAsync(numbers, Cancellation)).MeanSquaredError);
        Assert.NotNull((await multi.EvaluateAsync(sets, Cancellation)).MicroF1);
    }

    internal static float[][] Scores(ITextClassifier classifier) => [.. classifier.PredictMany(ToyData.Inputs, Cancellation).Select(prediction => prediction.Probabilities.Values.ToArray())];
}
