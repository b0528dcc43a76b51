using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Classifiers;

/// <summary>Classifiers of the reference implementation, saved here: the tensors and the configuration that it expects, and the same answers.</summary>
public sealed class SavedAgainTests
{
    private static readonly TextInput[] Inputs = ["the invoice was wrong twice", "Où est le colis ?", "他很高兴", "a", "Who won the match on Sunday, and by how much?"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ReferenceClassifiers.Names), MemberType = typeof(ReferenceClassifiers))]
    public void A_classifier_is_saved_as_the_reference_saves_it(string name)
    {
        string folder = ReferenceClassifiers.Folder(name);
        using TemporaryFolder temporary = new();
        string saved = Path.Combine(temporary.Path, "saved");
        float[][] before;
        using (TransferClassifier classifier = Load(folder))
        {
            before = Scores(classifier);
            classifier.Save(saved);
        }

        AssertSameTensors(folder, saved);
        AssertSameConfiguration(folder, saved);
        using TransferClassifier again = Load(saved);
        Assert.Equal(before, Scores(again));
        File.Delete(Path.Combine(saved, "classifier.json"));
        using TransferClassifier withoutManifest = Load(saved);
        Assert.Equal(before, Scores(withoutManifest));
    }

    [Theory]
    [MemberData(nameof(ReferenceClassifiers.Names), MemberType = typeof(ReferenceClassifiers))]
    public async Task A_classifier_is_trained_further_for_other_labels(string name)
    {
        string folder = ReferenceClassifiers.Folder(name);
        using TemporaryFolder temporary = new();
        string saved = Path.Combine(temporary.Path, "saved");
        TextDataset rows = TextDataset.FromExamples(
            Enumerable.Range(0, 24).Select(row => row % 2 == 0 ? new TextExample($"I was charged twice {row}", "billing") : new TextExample($"where is my parcel {row}?", "shipping")));
        TransferClassifierTrainer trainer = new TransferClassifierBuilder()
            .UsePretrained(folder)
            .UseAdamW(new() { LearningRate = 5e-3 })
            .UseTraining(new() { Epochs = 8, BatchSize = 8, Device = ComputeDevice.Cpu, Precision = Precision.Float32 })
            .Build();
        using TransferClassifier classifier = await trainer.FitAsync(rows, cancellationToken: Cancellation);
        await classifier.SaveAsync(saved, Cancellation);

        Assert.True(classifier.History!.Steps[^1].Loss < 0.7 * classifier.History.Steps[0].Loss, $"The loss fell from {classifier.History.Steps[0].Loss} to {classifier.History.Steps[^1].Loss} only.");
        AssertSameTensors(folder, saved, outputs: 2);
        ModelInfo info = ModelInfo.Read(saved);
        Assert.Equal(ModelInfo.Read(folder).ReferenceClass, info.ReferenceClass);
        Assert.Equal(["billing", "shipping"], info.Labels);
        File.Delete(Path.Combine(saved, "classifier.json"));
        using TransferClassifier again = Load(saved);
        Assert.Equal(Scores(classifier), Scores(again));
    }

    private static TransferClassifier Load(string folder) => TransferClassifier.Load(folder, new() { Device = ComputeDevice.Cpu, Precision = Precision.Float32 });

    private static float[][] Scores(TransferClassifier classifier) =>
        [.. classifier.PredictMany(Inputs, Cancellation).Select(prediction => classifier.Labels.Select(label => prediction.Probabilities[label]).ToArray())];

    /// <param name="expected">The reference's folder.</param>
    /// <param name="actual">The folder that was saved.</param>
    /// <param name="outputs">The number of labels where it is another; then values are not compared.</param>
    private static void AssertSameTensors(string expected, string actual, int? outputs = null)
    {
        using CheckpointTensors theirs = CheckpointFolder.OpenTensors(expected);
        using CheckpointTensors ours = CheckpointFolder.OpenTensors(actual);
        Assert.Equal(theirs.Tensors.Keys.Order(StringComparer.Ordinal), ours.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (TensorInfo tensor in theirs.Tensors.Values)
        {
            long[] shape = [.. tensor.Shape];
            if (outputs is { } count && IsOfScores(tensor.Name))
            {
                shape[0] = count;
            }

            Assert.Equal(shape, ours.Tensors[tensor.Name].Shape);
            if (outputs is null)
            {
                float[] values = new float[tensor.Count];
                float[] saved = new float[tensor.Count];
                theirs.Read(tensor.Name, values);
                ours.Read(tensor.Name, saved);
                Assert.Equal(values, saved);
            }
        }
    }

    private static bool IsOfScores(string name) => name is "score.weight" or "classifier.weight" or "classifier.bias" or "classifier.out_proj.weight" or "classifier.out_proj.bias";

    /// <summary>Every key of the reference's with its value, and beside them only what the task is.</summary>
    private static void AssertSameConfiguration(string expected, string actual)
    {
        JsonObject theirs = CheckpointFolder.ReadConfiguration(expected).Json;
        JsonObject ours = CheckpointFolder.ReadConfiguration(actual).Json;
        foreach ((string key, JsonNode? value) in theirs)
        {
            Assert.True(JsonNode.DeepEquals(value, ours[key]), $"'{key}' is {ours[key]?.ToJsonString() ?? "absent"} where {value?.ToJsonString()} is expected.");
        }

        Assert.Empty(ours.Select(pair => pair.Key).Except(theirs.Select(pair => pair.Key)).Except(["problem_type"]));
    }
}
