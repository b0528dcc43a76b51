using TorchSharp;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Root;

/// <summary>How a trained classifier behaves in an application.</summary>
public sealed class TransferClassifierTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_threads_get_the_answers_of_one()
    {
        using TransferClassifier classifier = await Train();
        float[][] expected = TrainingTests.Scores(classifier);

        float[][][] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TrainingTests.Scores(classifier), Cancellation)));

        Assert.All(answers, answer => Assert.Equal(expected, answer));
    }

    [Fact]
    public async Task Other_texts_of_a_batch_change_a_score_by_no_more_than_rounding()
    {
        using TransferClassifier classifier = await Train();
        float[][] together = TrainingTests.Scores(classifier);

        for (int i = 0; i < together.Length; i += 7)
        {
            float alone = classifier.Predict(ToyData.Inputs[i], Cancellation).Probabilities.Values.First();
            Assert.InRange(Math.Abs(alone - together[i][0]), 0, 1e-5);
        }
    }

    [Fact]
    public async Task Dispose_lets_calls_finish_and_refuses_later_ones()
    {
        TransferClassifier classifier = await Train();
        Task[] calls = [.. Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(PredictUntilDisposed, Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default))]; // threads of their own: eight endless calls may fill the pool
        await Task.Delay(50, Cancellation);

        classifier.Dispose();
        classifier.Dispose();
        await Task.WhenAll(calls);

        Assert.Throws<ObjectDisposedException>(() => classifier.Predict("a", Cancellation));
        Assert.Throws<ObjectDisposedException>(() => classifier.Embed("a"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => classifier.SaveAsync(Path.Combine(Path.GetTempPath(), "never-written"), Cancellation));

        void PredictUntilDisposed()
        {
            try
            {
                while (true)
                {
                    Assert.Equal(ToyData.Inputs.Count, classifier.PredictMany(ToyData.Inputs, Cancellation).Count);
                }
            }
            catch (ObjectDisposedException)
            {
                // What is expected, at the beginning of a call.
            }
        }
    }

    [Fact]
    public async Task Empty_and_odd_texts_are_answered()
    {
        using TransferClassifier classifier = await Train();

        IReadOnlyList<Prediction> predictions = classifier.PredictMany(["", " ", "\0", "\ud800", new string('x', 100_000), string.Join(' ', Enumerable.Repeat("parcel", 1000))], Cancellation);

        Assert.All(predictions, prediction => Assert.Equal(1, prediction.Probabilities.Values.Sum(), 5));
        Assert.False(predictions[0].WasTruncated);
        Assert.True(predictions[^1].WasTruncated);
        Assert.Empty(classifier.PredictMany((IReadOnlyList<TextInput>)[], Cancellation));
        Assert.Throws<ArgumentException>(() => classifier.PredictMany([default(TextInput)], Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Inputs_are_of_the_kind_that_was_trained_on(bool pairs)
    {
        TextInput[] inputs = [new("a parcel", "a courier"), "a parcel"];
        TextDataset rows = TextDataset.FromExamples(ToyData.TwoClasses.Select(row => new TextExample(new TextInput(row.Input.Text, pairs ? "again" : null), row.Target)));
        using TransferClassifier classifier = await ToyData.TinyTrainer().FitAsync(rows, cancellationToken: Cancellation);
        TextInput right = inputs[pairs ? 0 : 1];

        ArgumentException mistake = Assert.Throws<ArgumentException>(() => classifier.PredictMany([right, inputs[pairs ? 1 : 0]], Cancellation));

        Assert.StartsWith(pairs ? "Input 1 is a single text" : "Input 1 has a second text", mistake.Message, StringComparison.Ordinal);
        Assert.Equal(2, classifier.PredictMany([right, right], Cancellation).Count);
        Assert.Equal(2, classifier.EmbedMany(inputs, Cancellation).Count); // a text has a vector, whatever the classifier was trained on
    }

    [Fact]
    public async Task Null_in_the_options_of_loading_is_named()
    {
        (ClassifierLoadOptions Options, string Name)[] cases =
            [(new() { Device = null! }, "Device"), (new() { Families = null! }, "Families"), (new() { Families = [null!] }, "Families"), (new() { Heads = null! }, "Heads")];
        foreach ((ClassifierLoadOptions options, string name) in cases)
        {
            ArgumentException mistake = await Assert.ThrowsAsync<ArgumentException>(() => TransferClassifier.LoadAsync("nowhere", options, Cancellation));
            Assert.Contains($"ClassifierLoadOptions.{name} is null", mistake.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_call_leaves_a_tensor_in_the_callers_scope()
    {
        NativeBackend.EnsureLoaded();
        using TemporaryFolder folder = new();
        using TransferClassifier classifier = await Train();
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(CallEverything)); // an await would leave the scope's thread
        thread.Start();
        thread.Join();

        Assert.Null(failure);

        void CallEverything()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            classifier.PredictMany(ToyData.Inputs, CancellationToken.None);
            classifier.Embed("a text");
            classifier.Save(folder.File("saved"));
            using TransferClassifier loaded = TransferClassifier.Load(folder.File("saved"), new() { Device = ComputeDevice.Cpu });
            ToyData.TinyTrainer().FitAsync(ToyData.TwoClasses, cancellationToken: CancellationToken.None).GetAwaiter().GetResult().Dispose();
            Assert.Equal(0, scope.DisposablesCount);
            loaded.Predict("still alive", CancellationToken.None);
        }
    }

    private static Task<TransferClassifier> Train() => ToyData.TinyTrainer().FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
}
