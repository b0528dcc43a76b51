using System.Diagnostics;
using TransferLearning.TextClassification.Storage;
using TransferLearning.TextClassification.Tests.Root;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Storage;

/// <summary>A saved classifier of whose saves many are killed: what loads is one of those that were saved, with its answer.</summary>
public sealed class KilledWhileSavingClassifierTests : IDisposable
{
    private const int Lanes = 2; // two folders side by side: most of the time goes into starting processes
    private const int KillsOfLane = 25; // fifty in all

    private static readonly TextInput Question = "where is my parcel please";

    private readonly TemporaryFolder parent = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => parent.Dispose();

    [Fact]
    public async Task A_classifier_is_the_one_or_the_other()
    {
        (string Path, float[] Answer)[] variants = [await TrainAsync("first", 1), await TrainAsync("second", 2)];
        Assert.NotEqual(variants[0].Answer, variants[1].Answer);

        int[] during = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => KillAndLoad(lane, variants), Cancellation)));

        Assert.True(during.Sum() > 0, "No kill fell into a save: the test proves nothing.");
        TestContext.Current.SendDiagnosticMessage($"{during.Sum()} of {Lanes * KillsOfLane} kills fell into a save.");
    }

    [Fact]
    public async Task Loading_finishes_an_interrupted_swap()
    {
        (string path, float[] answer) = await TrainAsync("out", 1);
        Directory.Move(path, TemporarySibling.Previous(path)); // where two folders cannot be exchanged in one step
        Directory.CreateDirectory(TemporarySibling.New(path)); // what would have come in its place, half written

        Assert.Equal(answer, Answer(path));
        Assert.False(Directory.Exists(TemporarySibling.Previous(path)));
        Assert.True(Directory.Exists(path));
    }

    /// <summary>Returns how many kills left a half-written folder.</summary>
    private int KillAndLoad(int lane, (string Path, float[] Answer)[] variants)
    {
        Random random = new(lane);
        string folder = parent.File($"lane-{lane}");
        int during = 0;
        for (int kill = 0; kill < KillsOfLane; kill++)
        {
            using (Process child = SavingChild.StartClassifiers(folder, variants[0].Path, variants[1].Path))
            {
                Thread.Sleep(random.Next(0, 60)); // any moment of a save will do: nothing waits for a result
                child.Kill();
                child.WaitForExit();
            }

            during += Directory.GetDirectories(parent.Path, $".lane-{lane}.tltc-*").Length > 0 ? 1 : 0;
            float[] answer = Answer(folder);
            Assert.True(variants.Any(variant => variant.Answer.SequenceEqual(answer)), $"After kill {kill} the classifier answers {string.Join(", ", answer)}, as none that was saved.");
        }

        return during;
    }

    private async Task<(string Path, float[] Answer)> TrainAsync(string name, int epochs)
    {
        string path = parent.File(name);
        using TransferClassifier classifier = await ToyData.TinyTrainer(epochs).FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
        await classifier.SaveAsync(path, Cancellation);
        return (path, Answer(path));
    }

    /// <summary>The probabilities of one question.</summary>
    private static float[] Answer(string folder)
    {
        using TransferClassifier classifier = TransferClassifier.Load(folder, new() { Device = ComputeDevice.Cpu });
        Prediction prediction = classifier.Predict(Question, Cancellation);
        return [.. classifier.Labels.Select(label => prediction.Probabilities[label])];
    }
}
