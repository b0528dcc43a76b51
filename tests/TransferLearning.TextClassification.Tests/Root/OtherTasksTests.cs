using Xunit;

namespace TransferLearning.TextClassification.Tests.Root;

/// <summary>Several labels and numbers, from the builder to a loaded classifier.</summary>
public sealed class OtherTasksTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_labels_are_trained_evaluated_saved_loaded_and_predicted()
    {
        TextDataset sets = TextDataset.FromExamples(ToyData.TwoClasses.Select((row, i) => new TextExample(row.Input, TextTarget.FromLabels(i % 10 == 0 ? [] : [row.Target!.Labels[0], "all"]))));

        (TransferClassifier trained, TransferClassifier loaded) = await TrainAndReload(sets);
        using (trained)
        using (loaded)
        {
            EvaluationReport report = await loaded.EvaluateAsync(sets, Cancellation);
            Prediction prediction = loaded.Predict("the invoice is wrong again", Cancellation);

            Assert.Equal(TextTask.MultiLabel, loaded.Task);
            Assert.Equal(["all", "billing", "delivery"], loaded.Labels);
            Assert.True(report.MicroF1 > 0.85, $"micro F1 {report.MicroF1}");
            Assert.Equal(["all", "billing"], prediction.Labels.Order(StringComparer.Ordinal));
            Assert.Equal(TrainingTests.Scores(trained), TrainingTests.Scores(loaded));
        }
    }

    [Fact]
    public async Task Numbers_are_trained_evaluated_saved_loaded_and_predicted()
    {
        TextDataset numbers = TextDataset.FromExamples(ToyData.TwoClasses.Select(row => new TextExample(row.Input, TextTarget.FromNumber(row.Target!.Labels[0] == "billing" ? -1 : 1))));

        (TransferClassifier trained, TransferClassifier loaded) = await TrainAndReload(numbers);
        using (trained)
        using (loaded)
        {
            EvaluationReport report = await loaded.EvaluateAsync(numbers, Cancellation);

            Assert.Equal(TextTask.Regression, loaded.Task);
            Assert.Empty(loaded.Labels);
            Assert.True(report.MeanSquaredError < 0.3, $"squared error {report.MeanSquaredError}");
            Assert.InRange(loaded.Predict("the courier is wrong again", Cancellation).Value, 0.3f, 2f);
            Assert.Equal(trained.PredictMany(ToyData.Inputs, Cancellation).Select(one => one.Value), loaded.PredictMany(ToyData.Inputs, Cancellation).Select(one => one.Value));
        }
    }

    [Fact]
    public void Weights_for_another_number_of_labels_are_found_before_training()
    {
        TransferClassifierTrainer trainer = new TransferClassifierBuilder().UseCrossEntropyLoss(new() { ClassWeights = [1, 2, 3] }).Build();

        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => trainer.Resolve(ToyData.TwoClasses));

        Assert.Contains("ClassWeights has 3 numbers", exception.Message, StringComparison.Ordinal);
        Assert.Contains("2", Assert.Single(exception.Problems).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_could_not_be_saved_are_found_before_training()
    {
        TextDataset rows = TextDataset.FromExamples([new("one", "half \ud83d"), new("two", "whole \ud83d\ude00")]);

        TextDataException exception = Assert.Throws<TextDataException>(() => new TransferClassifierBuilder().Build().Resolve(rows));

        Assert.Contains("surrogate", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TextTarget.FromLabels(["a", string.Empty]));
    }

    private static async Task<(TransferClassifier Trained, TransferClassifier Loaded)> TrainAndReload(TextDataset rows)
    {
        using TemporaryFolder folder = new();
        TransferClassifier trained = await new TransferClassifierBuilder()
            .UseBertEncoder(new() { HiddenSize = 64, Layers = 1, Positions = 32 })
            .UseAdamW(new() { LearningRate = 2e-3 })
            .UseTraining(new() { Epochs = 20, Device = ComputeDevice.Cpu })
            .Build()
            .FitAsync(rows, rows, cancellationToken: Cancellation);
        await trained.SaveAsync(folder.File("saved"), Cancellation);
        return (trained, TransferClassifier.Load(folder.File("saved"), new() { Device = ComputeDevice.Cpu }));
    }
}
