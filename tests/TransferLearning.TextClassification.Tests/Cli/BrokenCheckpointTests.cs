using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Families.Gpt2;
using TransferLearning.TextClassification.Tests.Encoders;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary><c>tltc predict</c> with what people may have on their disk: one line and exit code 2.</summary>
public sealed class BrokenCheckpointTests(CommandLineFolder commandLine) : IClassFixture<CommandLineFolder>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task A_missing_tokenizer() => AssertRefusedAsync(() => File.Delete(folder.File("vocab.txt")), "neither tokenizer.json nor vocab.txt");

    [Fact]
    public Task Weights_that_are_cut_off() => AssertRefusedAsync(() => File.WriteAllBytes(folder.File("model.safetensors"), File.ReadAllBytes(folder.File("model.safetensors"))[..^1]), "is it cut off?");

    [Theory]
    [InlineData("""{ "model_type": "whisper" }""", "'model_type' is \"whisper\"")]
    [InlineData("""{ "id2label": { "0": "a", "1": "b", "2": "c" } }""", "score.weight [2, 16] instead of [3, 16]")]
    [InlineData("""{ "vocab_size": 4 }""", "has only 4 rows")]
    [InlineData("""{ "n_layer": 1e9 }""", "'n_layer' is 1e9, but a value from 1 to 1024")]
    [InlineData("""{ "n_embd": 16777216, "n_inner": 16777216 }""", "an encoder of these sizes cannot be made")]
    public Task A_configuration_that_does_not_fit(string changes, string says) => AssertRefusedAsync(
        () =>
        {
            JsonObject configuration = CheckpointFolder.ReadConfiguration(folder.Path).Json;
            foreach ((string key, JsonNode? value) in JsonNode.Parse(changes)!.AsObject())
            {
                configuration[key] = value!.DeepClone();
            }

            File.WriteAllText(folder.File("config.json"), configuration.ToJsonString());
        },
        says);

    [Fact]
    public Task Weights_that_no_float_holds_the_product_of() => AssertRefusedAsync(
        () =>
        {
            string path = folder.File("model.safetensors");
            List<TensorToWrite> tensors = [];
            using (SafetensorsReader reader = SafetensorsReader.Open(path))
            {
                foreach (TensorInfo tensor in reader.Tensors.Values)
                {
                    float[] values = new float[tensor.Count];
                    reader.Read(tensor.Name, values);
                    tensors.Add(new(tensor.Name, tensor.Shape, tensor.Name is "score.weight" or "transformer.ln_f.weight" ? Array.ConvertAll(values, value => value * 3e37f) : values));
                }
            }

            SafetensorsWriter.Write(path, tensors);
        },
        "classifier's answer is not a number");

    private async Task AssertRefusedAsync(Action damage, string says)
    {
        JsonObject configuration = EncoderCase.All.Single(encoder => encoder.Name == "gpt2").Configuration;
        string source = EncoderFolder.Write($"broken-{Guid.NewGuid():N}", Gpt2Family.Instance, configuration);
        foreach (string path in Directory.EnumerateFiles(source))
        {
            File.Copy(path, folder.File(Path.GetFileName(path)));
        }

        Directory.Delete(source, recursive: true);
        damage();

        using ChildProcess predict = await commandLine.RunAsync("predict", "--model", folder.Path, "--text", "the invoice was wrong");

        Assert.True(predict.ExitCode == 2, predict.All);
        string line = Assert.Single(predict.Error.TrimEnd().Split('\n'));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.Contains(says, line, StringComparison.Ordinal);
    }
}
