using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Tests.Encoders;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Persistence;

/// <summary>Folders of strangers: nothing that they bring is run, nothing outside them is read, and their sizes fill no memory.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public HostileFolderTests()
    {
        JsonObject configuration = BertFamily.Instance.Configure(new() { HiddenSize = 16, Layers = 1, AttentionHeads = 2 }, TinyModels.VocabularySize);
        configuration["architectures"] = new JsonArray("BertForSequenceClassification");
        string source = EncoderFolder.Write($"hostile-{Guid.NewGuid():N}", BertFamily.Instance, configuration);
        foreach (string path in Directory.EnumerateFiles(source))
        {
            File.Copy(path, folder.File(Path.GetFileName(path)));
        }

        Directory.Delete(source, recursive: true);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files => ["config.json", "model.safetensors", "vocab.txt", "tokenizer_config.json", "tokenizer.json", "1_Pooling/config.json", "classifier.json"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Code_is_neither_run_nor_kept()
    {
        string proof = folder.File("was-run");
        await File.WriteAllTextAsync(folder.File("modeling_x.py"), $"open(r'{proof}', 'w')", Cancellation);
        Change("config.json", json => json["auto_map"] = new JsonObject { ["AutoModelForSequenceClassification"] = "modeling_x.Model", ["AutoConfig"] = "modeling_x.Config" });
        Change("tokenizer_config.json", json => json["auto_map"] = new JsonObject { ["AutoTokenizer"] = new JsonArray("modeling_x.Tokenizer", null) });
        using TemporaryFolder elsewhere = new();
        string saved = elsewhere.File("saved");
        using (TransferClassifier classifier = Load())
        {
            Assert.Equal(2, classifier.Predict("the parcel", Cancellation).Probabilities.Count);
            await classifier.SaveAsync(saved, Cancellation);
        }

        Assert.False(File.Exists(proof));
        Assert.Empty(Directory.EnumerateFiles(saved, "*.py"));
        Assert.All((string[])["config.json", "tokenizer_config.json"], name => Assert.DoesNotContain("auto_map", File.ReadAllText(Path.Combine(saved, name)), StringComparison.Ordinal));
    }

    [Fact]
    public void A_kind_that_only_its_own_code_knows_is_refused()
    {
        Change("config.json", json =>
        {
            json["model_type"] = "x";
            json["auto_map"] = new JsonObject { ["AutoModelForSequenceClassification"] = "modeling_x.Model" };
        });

        Refused("'model_type' is \"x\", but one of 'albert', 'bert'");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_link_that_leads_out_of_the_folder_is_refused(string name)
    {
        using TemporaryFolder elsewhere = new();
        string secret = elsewhere.File("secret");
        File.WriteAllText(secret, "{}");
        string path = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        File.CreateSymbolicLink(path, secret);

        Refused($"{path}: this is a link that leads out of the checkpoint's folder, to '{secret}'");
    }

    [Fact]
    public void A_subfolder_that_is_a_link_is_refused()
    {
        using TemporaryFolder elsewhere = new();
        File.WriteAllText(elsewhere.File("config.json"), "{}");
        Directory.CreateSymbolicLink(folder.File("1_Pooling"), elsewhere.Path);

        Refused($"'{elsewhere.Path}'");
    }

    [Fact]
    public void Links_within_the_folder_and_to_it_are_followed()
    {
        using TemporaryFolder elsewhere = new();
        File.Move(folder.File("config.json"), folder.File("config-1.json"));
        File.CreateSymbolicLink(folder.File("config.json"), "config-1.json");
        Directory.CreateSymbolicLink(elsewhere.File("link"), folder.Path);

        Assert.Equal("bert", ModelInfo.Read(folder.Path).Family);
        Assert.Equal("bert", ModelInfo.Read(elsewhere.File("link")).Family);
    }

    [Fact]
    public void The_cache_of_the_model_hub_is_read()
    {
        using TemporaryFolder cache = new();
        string snapshot = Directory.CreateDirectory(cache.File("snapshots/abc")).FullName;
        Directory.CreateDirectory(cache.File("blobs"));
        foreach (string path in Directory.EnumerateFiles(folder.Path))
        {
            string name = Path.GetFileName(path);
            File.Copy(path, cache.File("blobs/of-" + name));
            File.CreateSymbolicLink(Path.Combine(snapshot, name), "../../blobs/of-" + name);
        }

        Directory.CreateDirectory(Path.Combine(snapshot, "1_Pooling"));
        File.WriteAllText(cache.File("blobs/pooling"), """{ "pooling_mode_mean_tokens": true }""");
        File.CreateSymbolicLink(Path.Combine(snapshot, "1_Pooling", "config.json"), "../../../blobs/pooling");

        Assert.Equal("bert", ModelInfo.Read(snapshot).Family);
        TransferClassifier.Load(snapshot, new() { Device = ComputeDevice.Cpu }).Dispose();
    }

    [Theory]
    [InlineData("""{ "SpecialToken": { "id": "?", "type_id": 7 } }""", 0, "the tokenizer has 8 types of tokens, but the encoder's embedding has only 2 rows")]
    [InlineData("""{ "SpecialToken": { "id": "?", "type_id": 1 } }""", 2147483647, "the tokenizer has 2147483648 tokens, but the encoder's embedding has only")]
    public void Ids_beyond_the_tables_are_refused(string piece, int id, string says)
    {
        File.WriteAllText(folder.File("tokenizer.json"), $$$"""
            {
              "model": { "type": "BPE", "unk_token": "?", "vocab": { "?": 0, "a": 1 }, "merges": [] },
              "post_processor": {
                "type": "TemplateProcessing",
                "single": [{{{piece}}}, { "Sequence": { "id": "A", "type_id": 0 } }],
                "pair": [{ "Sequence": { "id": "A", "type_id": 0 } }, { "Sequence": { "id": "B", "type_id": 0 } }],
                "special_tokens": { "?": { "id": "?", "ids": [{{{id}}}], "tokens": ["?"] } }
              }
            }
            """);

        Assert.Contains(says, Assert.Throws<CheckpointException>(Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_is_no_Unicode_text_is_refused()
    {
        string path = folder.File("config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"model_type\"", "\"id2label\":{\"0\":\"a\",\"1\":\"\\ud800\"},\"model_type\"", StringComparison.Ordinal));

        Assert.Contains("'id2label' is a text that is not valid Unicode, but a label for each number from 0 to 1 is expected", Assert.Throws<CheckpointException>(Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_above_the_memory_are_refused()
    {
        Change("config.json", json =>
        {
            json["hidden_size"] = 1 << 24;
            json["intermediate_size"] = 1 << 24;
        });

        CheckpointException exception = Assert.Throws<CheckpointException>(Load);
        Assert.StartsWith($"{folder.File("config.json")}: an encoder of these sizes cannot be made (", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private TransferClassifier Load() => TransferClassifier.Load(folder.Path, new() { Device = ComputeDevice.Cpu });

    private void Refused(string says)
    {
        Assert.Contains(says, Assert.Throws<CheckpointException>(Load).Message, StringComparison.Ordinal);
        Assert.Contains(says, Assert.Throws<CheckpointException>(() => ModelInfo.Read(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains(says, Assert.Throws<CheckpointException>(() => new TransferClassifierBuilder().UsePretrained(folder.Path).Build()).Message, StringComparison.Ordinal);
    }

    private void Change(string name, Action<JsonObject> change)
    {
        JsonObject json = JsonNode.Parse(File.ReadAllText(folder.File(name)))!.AsObject();
        change(json);
        File.WriteAllText(folder.File(name), json.ToJsonString());
    }
}
