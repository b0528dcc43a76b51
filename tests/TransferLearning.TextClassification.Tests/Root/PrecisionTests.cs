using TorchSharp;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Root;

/// <summary>The numbers of the products, from the application's choice to the device.</summary>
public sealed class PrecisionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Float16_is_refused_where_the_device_turns_out_to_be_the_processor()
    {
        NativeBackend.EnsureLoaded();
        Assert.SkipWhen(torch.cuda_is_available(), "There is a CUDA device.");
        TransferClassifierBuilder builder = new TransferClassifierBuilder().UseBertEncoder(ToyData.TinyEncoder).UseTraining(new() { Precision = Precision.Float16 });
        MultiTaskTrainer tasks = builder.AddTask("a").AddTask("b").BuildMultiTask();
        TransferClassifierTrainer trainer = new TransferClassifierBuilder().UseBertEncoder(ToyData.TinyEncoder).UseTraining(new() { Precision = Precision.Float16 }).Build();

        ConfigurationException one = await Assert.ThrowsAsync<ConfigurationException>(() => trainer.FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation));
        ConfigurationException several = await Assert.ThrowsAsync<ConfigurationException>(
            () => tasks.FitAsync(new() { Train = new Dictionary<string, TextDataset> { ["a"] = ToyData.TwoClasses, ["b"] = ToyData.TwoClasses } }, Cancellation));

        Assert.Contains("TrainingOptions.Precision is Float16 and the device the processor", one.Message, StringComparison.Ordinal);
        Assert.Equal(one.Message, several.Message);
    }

    [Fact]
    public async Task A_load_refuses_it_too()
    {
        using TemporaryFolder folder = new();
        using TransferClassifier classifier = await ToyData.TinyTrainer().FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
        classifier.Save(folder.File("saved"));

        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => TransferClassifier.Load(folder.File("saved"), new() { Device = ComputeDevice.Cpu, Precision = Precision.Float16 }));

        Assert.Contains("ClassifierLoadOptions.Precision is Float16 and the device the processor", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => TransferClassifier.Load(folder.File("saved"), new() { Precision = (Precision)17 }));
    }

    [Fact]
    public async Task As_on_a_cuda_device_a_classifier_learns_and_answers_in_float16()
    {
        TrainingOptions options = new() { Epochs = 12, BatchSize = 8, Device = ComputeDevice.Cpu, Precision = Precision.Float16, WithoutKernels = true };
        using TransferClassifier classifier = await new TransferClassifierBuilder().UseBertEncoder(ToyData.TinyEncoder).UseAdamW(new() { LearningRate = 5e-3 }).UseTraining(options).Build()
            .FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
        using TransferClassifier inFloat32 = await Reload(classifier);

        EvaluationReport report = await classifier.EvaluateAsync(ToyData.TwoClasses, Cancellation);
        float[] scores = [.. TrainingTests.Scores(classifier).SelectMany(row => row)];
        float[] expected = [.. TrainingTests.Scores(inFloat32).SelectMany(row => row)];

        Assert.True(report.Accuracy > 0.9, $"accuracy {report.Accuracy}");
        Assert.NotEqual(expected, scores);
        Assert.Equal(expected, scores, (a, b) => Math.Abs(a - b) <= 0.01);
    }

    private static async Task<TransferClassifier> Reload(TransferClassifier classifier)
    {
        using TemporaryFolder folder = new();
        await classifier.SaveAsync(folder.File("saved"), Cancellation);
        return await TransferClassifier.LoadAsync(folder.File("saved"), new() { Device = ComputeDevice.Cpu, Precision = Precision.Float32 }, Cancellation);
    }
}
