using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Training;

/// <summary>Two real sets on one real checkpoint.</summary>
public sealed class MultiTaskTests
{
    private const int TrainRows = 480;
    private const int TestRows = 200;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Questions_and_film_reviews_are_learnt_together()
    {
        Dictionary<string, TextDataset> train = new() { ["questions"] = await Some("trec", "train.tsv", TrainRows), ["reviews"] = await Some("sst2", "train.tsv", TrainRows / 2) };
        Dictionary<string, TextDataset> test = new() { ["questions"] = await Some("trec", "test.tsv", TestRows), ["reviews"] = await Some("sst2", "test.tsv", TestRows) };
        MultiTaskTrainer trainer = new TransferClassifierBuilder()
            .UsePretrained(PretrainedModel.FromDirectory(SharedFolder.Path("models", "all-minilm-l6-v2")), new() { Pooling = Pooling.Mean, MaxTokens = 64 })
            .UseAdamW(new() { LearningRate = 1e-4 })
            .UseTraining(new() { Epochs = 3, BatchSize = 16, RestoreBest = false, Device = ComputeDevice.Cpu })
            .AddTask("questions")
            .AddTask("reviews")
            .BuildMultiTask(new() { Temperature = 2 });

        using MultiTaskClassifier trained = await trainer.FitAsync(new() { Train = train, Validation = test }, Cancellation);

        foreach (string task in trained.Tasks)
        {
            double accuracy = (await trained[task].EvaluateAsync(test[task], Cancellation)).Accuracy!.Value;
            double common = test[task].LabelCounts.Values.Max() / (double)TestRows;
            TestContext.Current.TestOutputHelper?.WriteLine($"{task}: accuracy {accuracy:P1}, the most frequent label {common:P1}, {trained.History.Steps.Count(step => step.Task == task)} steps");
            Assert.True(accuracy > (task == "questions" ? 0.85 : 0.70), $"{task}: accuracy {accuracy:P1}");
            Assert.Equal(accuracy, trained.History.Validations[^1].Tasks![task].Accuracy!.Value, 0.006); // rounding may turn a row
        }
    }

    /// <summary>Rows spread evenly over a set.</summary>
    private static async Task<TextDataset> Some(string set, string file, int count)
    {
        TextDataset all = await TextDataset.ReadAsync(SharedFolder.Path("data", set, file), cancellationToken: Cancellation);
        return TextDataset.FromExamples(Enumerable.Range(0, count).Select(i => all[i * all.Count / count]));
    }
}
