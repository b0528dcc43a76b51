using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary><c>tltc train</c> with mistakes in data and checkpoint: exit code 2, one message, nothing saved.</summary>
public sealed class TrainMistakeTests(CommandLineFolder folder) : IClassFixture<CommandLineFolder>
{
    [Theory]
    [InlineData("data.tsv: all 2 rows have the one label 'billing'", "billing\twhere is it", "billing\tcharged twice")]
    [InlineData("data.tsv: the file has a header but no rows")]
    [InlineData("data.tsv, line 3: the bytes 0xFFFE0A are not valid UTF-8", "billing\twhere is it", "shipping\tno text: \xff\xfe")]
    public Task Rows_that_nothing_can_be_learnt_from(string says, params string[] rows)
    {
        string data = folder.NewPath() + "data.tsv";
        File.WriteAllText(data, string.Concat(rows.Prepend("label\ttext").Select(row => row + "\n")), System.Text.Encoding.Latin1);
        return AssertRefusedAsync(says, "--encoder", folder.Encoder, "--data", data);
    }

    [Fact]
    public Task A_test_label_that_stands_nowhere_in_the_training_data() => AssertRefusedAsync(
        "line 3: the label 'refund' stands nowhere in the training data (known labels: billing, shipping)",
        "--encoder", folder.Encoder, "--data", folder.Data, "--test", folder.NewFile(".tsv", "label\ttext", "billing\tcharged twice", "refund\tmoney back"));

    [Fact]
    public Task Weights_that_are_no_numbers() => AssertRefusedAsync("the tensor 'bert.embeddings.LayerNorm.weight' holds NaN (element 0 of 16)", copy =>
    {
        string path = Path.Combine(copy, "model.safetensors");
        List<TensorToWrite> tensors = [];
        using (SafetensorsReader reader = SafetensorsReader.Open(path))
        {
            foreach (TensorInfo tensor in reader.Tensors.Values)
            {
                float[] values = new float[tensor.Count];
                reader.Read(tensor.Name, values);
                values[0] = tensor.Name == "bert.embeddings.LayerNorm.weight" ? float.NaN : values[0];
                tensors.Add(new(tensor.Name, tensor.Shape, values));
            }
        }

        SafetensorsWriter.Write(path, tensors);
    });

    [Fact]
    public Task More_tokens_than_rows_of_the_embedding() => AssertRefusedAsync("but the encoder's embedding has only", copy =>
    {
        string path = Path.Combine(copy, "tokenizer.json");
        JsonObject tokenizer = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        JsonObject vocabulary = tokenizer["model"]!["vocab"]!.AsObject();
        vocabulary["##beyond"] = vocabulary.Count;
        File.WriteAllText(path, tokenizer.ToJsonString());
    });

    private Task AssertRefusedAsync(string says, Action<string> damage)
    {
        string copy = folder.NewPath();
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.EnumerateFiles(folder.Encoder))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        damage(copy);
        return AssertRefusedAsync(says, "--encoder", copy, "--data", folder.Data);
    }

    private async Task AssertRefusedAsync(string says, params string[] words)
    {
        string output = folder.NewPath();
        using ChildProcess train = await folder.RunAsync(["train", "--out", output, "--epochs", "1", .. words]);

        CommandLineAssert.Refused(train, 2, says);
        CommandLineAssert.NothingIsLeft(output);
    }
}
