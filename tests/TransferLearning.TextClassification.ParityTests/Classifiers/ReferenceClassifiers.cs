using System.Text.Json;
using TorchSharp;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Inference;
using TransferLearning.TextClassification.Persistence;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Classifiers;

/// <summary>The folders of whole classifiers that the reference implementation saved, and their answers.</summary>
internal static class ReferenceClassifiers
{
    private const double Tolerance = 2e-4;
    private const double LogitTolerance = 1e-5;
    private const double Rounding = 0.5e-6; // they are written with six decimals

    public static TheoryData<string> Names { get; } =
    [
        "albert", "bert", "bert-cased-multi-label", "bert-pairs", "camembert", "deberta-v3", "distilbert", "electra", "gpt2", "modernbert", "mpnet", "roberta", "xlm-roberta",
    ];

    /// <summary>A folder. Skips the calling test where it is missing.</summary>
    internal static string Folder(string name) => SharedFolder.Path("goldens", "classifiers", name);

    /// <summary>Asserts that a folder gives the answers, and cuts texts into the tokens, of the reference's folder of that name.</summary>
    internal static void AssertAnswers(string folder, string name, TextTask task = TextTask.SingleLabel)
    {
        TextInput[] inputs = [.. ReadLines(SharedFolder.Path("goldens", "classifiers", name.EndsWith("-pairs", StringComparison.Ordinal) ? "pairs.jsonl" : "texts.jsonl")).Select(ReadInput)];
        JsonElement[] expected = [.. ReadLines(Path.Combine(Folder(name), "expected.jsonl"))];
        Assert.Equal(expected.Length, inputs.Length);
        PieceTokenizer tokenizer = TokenizerLoader.Load(folder);
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

        AssertLogits(folder, inputs, [.. expected.SelectMany(line => line.GetProperty("logits").EnumerateArray().Select(logit => logit.GetSingle()))]);
    }

    /// <summary>Asserts the logits that stand behind the probabilities, by kernels as the classifier computes them, and by tensor operations as a device does.</summary>
    private static void AssertLogits(string folder, TextInput[] inputs, float[] expected)
    {
        ClassifierDescription description = ClassifierReader.Describe(CheckpointSource.Read(folder, KnownKinds.BuiltIn), KnownKinds.BuiltIn);
        using ClassificationModel model = ModelAssembly.Create(description);
        _ = ModelAssembly.ReadAll(model, folder);
        using Computation kernels = Computation.Create(torch.CPU, Precision.Float32);
        using Computation tensorOperations = Computation.ByTensorOperations(torch.CPU, Precision.Float32);
        foreach (Computation computation in (Computation[])[kernels, tensorOperations])
        {
            float[][] logits = new TextScorer(model, description.Tokenizer, description.MaxTokens, computation).Logits(inputs, TestContext.Current.CancellationToken);
            GoldenTensors.AssertClose(expected, [.. logits.SelectMany(row => row)], LogitTolerance + Rounding, LogitTolerance, "logits");
        }
    }

    private static IEnumerable<JsonElement> ReadLines(string path) => File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement.Clone());

    private static TextInput ReadInput(JsonElement line) =>
        new(line.GetProperty("text").GetString()!, line.TryGetProperty("text_b", out JsonElement second) ? second.GetString() : null);
}
