using TransferLearning.TextClassification.Checkpoints;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Classifiers;

/// <summary>The reference's classifiers of every family, trained further with a pooling or a head that its class does not have: saved and loaded again they answer the same, and name no class.</summary>
public sealed class OtherPoolingTests
{
    private static readonly TextInput[] Inputs = ["the invoice was wrong twice", "Où est le colis ?", "a"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Pooling> NamesAndPoolings =>
        [.. ReferenceClassifiers.Names.SelectMany(row => new[] { Pooling.Attention, Pooling.LastLayers, Pooling.LastMaxMean, Pooling.Max }.Select(pooling => (row.Data, pooling)))];

    [Theory]
    [MemberData(nameof(NamesAndPoolings))]
    public Task A_pooling_of_its_own_is_saved(string name, Pooling pooling) =>
        AssertSavedAsync(name, new() { Pooling = pooling }, builder => builder, "the pooling is ");

    [Theory]
    [MemberData(nameof(ReferenceClassifiers.Names), MemberType = typeof(ReferenceClassifiers))]
    public Task A_head_of_its_own_is_saved(string name) => AssertSavedAsync(name, new(), builder => builder.UseMlpHead(), "the head is 'mlp'");

    private static async Task AssertSavedAsync(string name, PretrainedOptions options, Func<TransferClassifierBuilder, TransferClassifierBuilder> choose, string difference)
    {
        using TemporaryFolder temporary = new();
        string saved = Path.Combine(temporary.Path, "saved");
        TextDataset rows = TextDataset.FromExamples(Enumerable.Range(0, 8).Select(row => new TextExample($"row number {row}", row % 2 == 0 ? "even" : "odd")));
        using TransferClassifier classifier = await choose(new TransferClassifierBuilder().UsePretrained(PretrainedModel.FromDirectory(ReferenceClassifiers.Folder(name)), options))
            .UseTraining(new() { Epochs = 1, BatchSize = 8, Device = ComputeDevice.Cpu, Precision = Precision.Float32 })
            .Build()
            .FitAsync(rows, cancellationToken: Cancellation);
        await classifier.SaveAsync(saved, Cancellation);
        using TransferClassifier loaded = TransferClassifier.Load(saved, new() { Device = ComputeDevice.Cpu, Precision = Precision.Float32 });
        ModelInfo info = ModelInfo.Read(saved);

        Assert.Equal(Scores(classifier), Scores(loaded));
        Assert.False(CheckpointFolder.ReadConfiguration(saved).Has("architectures"));
        Assert.Null(info.ReferenceClass);
        Assert.Contains(difference, info.ReferenceDifference, StringComparison.Ordinal);
        Assert.Empty(info.NewParts);
    }

    private static float[][] Scores(TransferClassifier classifier) =>
        [.. classifier.PredictMany(Inputs, Cancellation).Select(prediction => classifier.Labels.Select(label => prediction.Probabilities[label]).ToArray())];
}
