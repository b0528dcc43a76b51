using System.Text.Json;
using TransferLearning.TextClassification.Tokenization.WordPiece;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Classifiers;

/// <summary>Sequence-classification folders of the reference implementation, opened as they are: the same token ids and probabilities.</summary>
public sealed class ReferenceClassifierTests
{
    private const double Tolerance = 2e-4;

    [Theory]
    [InlineData("bert", "texts.jsonl", TextTask.SingleLabel)]
    [InlineData("bert-cased-multi-label", "texts.jsonl", TextTask.MultiLabel)]
    [InlineData("bert-pairs", "pairs.jsonl", TextTask.SingleLabel)]
    public void Answers_as_the_reference_does(string name, string textsFile, TextTask task)
    {
        string folder = SharedFolder.Path("goldens", "classifiers", name);
        TextInput[] inputs = [.. ReadLines(SharedFolder.Path("goldens", "classifiers", textsFile)).Select(ReadInput)];
        JsonElement[] expected = [.. ReadLines(Path.Combine(folder, "expected.jsonl"))];
        Assert.Equal(expected.Length, inputs.Length);
        WordPieceTokenizer tokenizer = WordPieceLoader.Load(folder);
        using TransferClassifier classifier = TransferClassifier.Load(folder, new() { Device = ComputeDevice.Cpu, Precision = Precision.Float32 });

        IReadOnlyList<Prediction> predictions = classifier.PredictMany(inputs, TestContext.Current.CancellationToken);

        Assert.Equal(task, classifier.Task);
        Assert.Equal(128, classifier.MaxTokens);
        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(expected[i].GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()), tokenizer.Encode(inputs[i], classifier.MaxTokens).Ids);
            JsonProperty[] probabilities = [.. expected[i].GetProperty("probabilities").EnumerateObject()];
            Assert.Equal(probabilities.Select(property => property.Name), classifier.Labels);
            foreach (JsonProperty property in probabilities)
            {
                Assert.InRange(Math.Abs(property.Value.GetDouble() - predictions[i].Probabilities[property.Name]), 0, Tolerance);
            }
        }
    }

    [Fact]
    public void Info_reads_such_a_folder()
    {
        ModelInfo info = ModelInfo.Read(SharedFolder.Path("goldens", "classifiers", "bert"));

        Assert.Equal(("bert", true, false, 128), (info.Family, info.IsClassifier, info.IsSavedClassifier, info.MaxTokens));
        Assert.Equal(["billing", "sports & leisure", "其他"], info.Labels);
        Assert.Empty(info.NewParts);
    }

    private static IEnumerable<JsonElement> ReadLines(string path) => File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement.Clone());

    private static TextInput ReadInput(JsonElement line) =>
        new(line.GetProperty("text").GetString()!, line.TryGetProperty("text_b", out JsonElement second) ? second.GetString() : null);
}
