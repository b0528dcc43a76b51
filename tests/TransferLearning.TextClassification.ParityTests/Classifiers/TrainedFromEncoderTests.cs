using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Classifiers;

/// <summary>Classifiers that are trained from checkpoints without a head: saved, they have the tensors, shapes and configuration of the classifier that the reference saves of the same encoder.</summary>
public sealed class TrainedFromEncoderTests : IDisposable
{
    private static readonly string[] Labels = ["ham", "other", "spam"];

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("bert-base-model", "bert-sequence-classification")]
    [InlineData("bert-masked-lm", "bert-sequence-classification")]
    [InlineData("bert-pretraining", "bert-sequence-classification")]
    [InlineData("roberta-masked-lm", "roberta-sequence-classification")]
    [InlineData("distilbert-masked-lm", "distilbert-sequence-classification")]
    [InlineData("electra-pretraining", "electra-sequence-classification")]
    [InlineData("electra-masked-lm", "electra-sequence-classification")]
    [InlineData("gpt2-lm-head", "gpt2-sequence-classification")]
    public Task A_language_model_becomes_the_reference_s_classifier(string source, string twin)
    {
        string path = SharedFolder.Path("goldens", "models", source);
        File.Copy(Path.Combine(path, "config.json"), Path.Combine(folder.Path, "config.json"));
        File.Copy(Path.Combine(path, "model.safetensors"), Path.Combine(folder.Path, "model.safetensors"));
        return AssertTrainedAsync(twin);
    }

    [Theory]
    [InlineData("albert-sequence-classification", "albert.")]
    [InlineData("bert-sequence-classification", "bert.")]
    [InlineData("camembert-sequence-classification", "roberta.")]
    [InlineData("deberta-v2-sequence-classification", "deberta.")]
    [InlineData("modernbert-sequence-classification", "model.")]
    [InlineData("mpnet-sequence-classification", "mpnet.")]
    [InlineData("xlm-roberta-sequence-classification", "roberta.")]
    public Task A_bare_encoder_becomes_the_reference_s_classifier(string twin, string prefix)
    {
        string path = SharedFolder.Path("goldens", "models", twin);
        using (SafetensorsReader weights = SafetensorsReader.Open(Path.Combine(path, "model.safetensors")))
        {
            SafetensorsWriter.Write(Path.Combine(folder.Path, "model.safetensors"), [.. weights.Tensors.Values.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(tensor =>
            {
                float[] values = new float[tensor.Count];
                weights.Read(tensor.Name, values);
                return new TensorToWrite(tensor.Name[prefix.Length..], tensor.Shape, values);
            })]);
        }

        JsonObject configuration = CheckpointFolder.ReadConfiguration(path).Json;
        foreach (string key in (string[])["architectures", "id2label", "label2id"])
        {
            configuration.Remove(key);
        }

        File.WriteAllText(Path.Combine(folder.Path, "config.json"), configuration.ToJsonString());
        return AssertTrainedAsync(twin);
    }

    private async Task AssertTrainedAsync(string twin)
    {
        string reference = SharedFolder.Path("goldens", "models", twin);
        string saved = Path.Combine(folder.Path, "saved");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "tokenizer_config.json"), """{ "tokenizer_class": "BertTokenizer" }""", Cancellation);
        await File.WriteAllLinesAsync(Path.Combine(folder.Path, "vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "free", "money", "hello", "friend", "invoice"], Cancellation);
        TextDataset rows = TextDataset.FromExamples([new("free money", "spam"), new("hello friend", "ham"), new("invoice", "other")]);
        using TransferClassifier classifier = await new TransferClassifierBuilder().UsePretrained(folder.Path)
            .UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu, Precision = Precision.Float32 })
            .Build()
            .FitAsync(rows, cancellationToken: Cancellation);
        await classifier.SaveAsync(saved, Cancellation);

        Assert.Equal(Labels, classifier.Labels);
        AssertSameTensors(reference, saved);
        AssertSameKeys(CheckpointFolder.ReadConfiguration(reference).Json, CheckpointFolder.ReadConfiguration(saved).Json);
    }

    private static void AssertSameTensors(string expected, string actual)
    {
        using CheckpointTensors theirs = CheckpointFolder.OpenTensors(expected);
        using CheckpointTensors ours = CheckpointFolder.OpenTensors(actual);
        Assert.Equal(theirs.Tensors.Keys.Order(StringComparer.Ordinal), ours.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(theirs.Tensors.Values, tensor => Assert.Equal(tensor.Shape, ours.Tensors[tensor.Name].Shape));
    }

    private static void AssertSameKeys(JsonObject theirs, JsonObject ours)
    {
        Assert.True(JsonNode.DeepEquals(theirs["architectures"], ours["architectures"]), $"'architectures' is {ours["architectures"]?.ToJsonString()} where {theirs["architectures"]?.ToJsonString()} is expected.");
        Assert.Equal(theirs.Select(pair => pair.Key).Append("problem_type").Distinct().Order(StringComparer.Ordinal), ours.Select(pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.Equal(Labels, Enumerable.Range(0, 3).Select(i => (string?)ours["id2label"]![$"{i}"]));
        Assert.Equal([0, 1, 2], Labels.Select(label => (int)ours["label2id"]![label]!));
    }
}
