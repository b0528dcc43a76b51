using TransferLearning.TextClassification;
using Xunit;

namespace ConsumerTests;

/// <summary>An application that trains, saves, loads and predicts with the packed library.</summary>
public sealed class TrainAndPredictTests
{
    private static readonly string[] Billing = ["I was charged twice", "refund my invoice please", "the invoice is wrong", "charged too much for the order", "wrong amount on the invoice", "charged again, refund please"];
    private static readonly string[] Shipping = ["where is my parcel", "the parcel is late", "the courier lost my parcel", "delivery never came", "the courier did not ring", "the delivery is late again"];

    [Fact]
    public async Task A_classifier_is_trained_saved_loaded_and_asked()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        TextDataset train = TextDataset.FromExamples(
            [.. Billing.Select(text => new TextExample(text, "billing")), .. Shipping.Select(text => new TextExample(text, "shipping"))]);
        TransferClassifierTrainer trainer = new TransferClassifierBuilder()
            .UseBertEncoder(new BertEncoderOptions { HiddenSize = 32, Layers = 1, AttentionHeads = 2, Pooling = Pooling.Mean })
            .UseAdamW(new() { LearningRate = 5e-3 })
            .UseTraining(new() { Epochs = 20, BatchSize = 4 })
            .Build();

        using TransferClassifier classifier = await trainer.FitAsync(train, cancellationToken: cancellation);
        EvaluationReport report = await classifier.EvaluateAsync(train, cancellation);
        Assert.InRange(report.Accuracy ?? 0, 0.9, 1);

        string folder = Environment.GetEnvironmentVariable("TLTC_CONSUMER_MODEL") ?? Path.Combine(Path.GetTempPath(), $"consumer-{Guid.NewGuid():N}");
        await classifier.SaveAsync(folder, cancellation);
        using TransferClassifier again = await TransferClassifier.LoadAsync(folder, cancellationToken: cancellation);
        Assert.Equal(classifier.Predict("the parcel is late", cancellation).Probability, again.Predict("the parcel is late", cancellation).Probability);
        Assert.Equal("billing", again.Predict("I was charged twice", cancellation).Label);
    }

    [Fact]
    public void The_backend_writes_nothing_beside_the_application() =>
        Assert.Empty(Directory.EnumerateFiles(AppContext.BaseDirectory, "*LibTorchSharp*", SearchOption.TopDirectoryOnly));
}
