using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Tests.Root;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Persistence;

/// <summary>The folder of a saved classifier: its files, and what is refused.</summary>
public sealed class SavedFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string saved;

    public SavedFolderTests()
    {
        saved = folder.File("saved");
        Train(ToyData.TinyTrainer(), saved);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_folder_has_the_layout_of_the_reference_implementation()
    {
        JsonNode configuration = Json(saved, "config.json");
        JsonNode manifest = Json(saved, "classifier.json");

        Assert.Equal("""["BertForSequenceClassification"]""", configuration["architectures"]!.ToJsonString());
        Assert.Equal("bert", (string?)configuration["model_type"]);
        Assert.Equal("""{"0":"billing","1":"delivery"}""", configuration["id2label"]!.ToJsonString());
        Assert.Equal("""{"billing":0,"delivery":1}""", configuration["label2id"]!.ToJsonString());
        Assert.Equal("single_label_classification", (string?)configuration["problem_type"]);
        Assert.Equal(32, (int?)Json(saved, "tokenizer_config.json")["model_max_length"]);
        Assert.Equal(1, (int?)manifest["format"]);
        Assert.Equal("linear", (string?)manifest["head"]!["kind"]);
        Assert.Equal("pooler", (string?)manifest["pooling"]);
        Assert.False((bool?)manifest["pairs"]);
        Assert.Equal(
            Directory.EnumerateFiles(saved).Select(Path.GetFileName).Where(name => name != "classifier.json").Order(StringComparer.Ordinal),
            manifest["files"]!.AsObject().Select(file => file.Key));
    }

    [Fact]
    public void Without_its_manifest_it_opens_as_a_folder_of_the_reference_implementation()
    {
        float[][] expected = Scores(saved);
        File.Delete(Path.Combine(saved, "classifier.json"));

        Assert.Equal(expected, Scores(saved));
        using TransferClassifier classifier = Load(saved);
        Assert.Null(classifier.History);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("vocab.txt")]
    [InlineData("tokenizer_config.json")]
    public void Changed_cut_or_missing_files_are_refused(string name)
    {
        string path = Path.Combine(saved, name);
        byte[] content = File.ReadAllBytes(path);

        content[^20] = (byte)(content[^20] == ' ' ? '\n' : ' ');
        Refused(() => File.WriteAllBytes(path, content), name);
        Refused(() => File.WriteAllBytes(path, content[..^1]), name);
        Refused(() => File.Delete(path), name);
    }

    [Fact]
    public void An_added_tokenizer_file_is_refused_and_an_added_note_is_not()
    {
        File.WriteAllText(Path.Combine(saved, "README.md"), "a note");
        Load(saved).Dispose();

        Refused(() => File.WriteAllText(Path.Combine(saved, "added_tokens.json"), "{}"), "added_tokens.json");
    }

    [Theory]
    [InlineData("requires", """["calibration"]""", "calibration")]
    [InlineData("format", "2", "format 2")]
    [InlineData("format", "\"one\"", "format")]
    [InlineData("pooling", "\"median\"", "median")]
    [InlineData("encoder", "\"acme.other\"", "acme.other")]
    [InlineData("head", """{"kind":"acme.head"}""", "acme.head")]
    [InlineData("files", "null", "the value of $.files is not of the kind expected")]
    [InlineData("pooling", "7", "line 1: the value of $.pooling is not of the kind expected")]
    [InlineData("head", "{}", "it lacks 'kind'")]
    [InlineData("head", """{"kind":3}""", "line 1: the value of $.head.kind is not of the kind expected")]
    public void A_manifest_that_is_not_understood_is_refused(string key, string value, string says)
    {
        JsonNode manifest = Json(saved, "classifier.json");
        manifest[key] = JsonNode.Parse(value);
        manifest["versions"]!["library"] = "7.8.9";

        CheckpointException exception = Refused(() => File.WriteAllText(Path.Combine(saved, "classifier.json"), manifest.ToJsonString()), says);

        Assert.DoesNotContain("System.", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("TransferLearning.", exception.Message, StringComparison.Ordinal);
        if (key == "requires" || value == "2")
        {
            Assert.Contains("7.8.9", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_manifest_that_is_no_JSON_is_refused_with_its_line()
    {
        CheckpointException exception = Refused(() => File.WriteAllText(Path.Combine(saved, "classifier.json"), "{\n  \"format\": 1,\n"), "(line 3: ");

        Assert.DoesNotContain("LineNumber", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_saved_classifiers_are_replaced()
    {
        using TransferClassifier classifier = Load(saved);
        string other = folder.File("other");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "notes"), "mine");

        classifier.Save(saved);
        ClassifierFolder.EnsureWritable(saved);

        Assert.Throws<StorageException>(() => classifier.Save(other));
        Assert.Throws<StorageException>(() => ClassifierFolder.EnsureWritable(other));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(other, "notes")));
        File.WriteAllText(Path.Combine(saved, "notes"), "mine too");
        Assert.Throws<StorageException>(() => ClassifierFolder.EnsureWritable(saved));
        Assert.Equal(["other", "saved"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_is_saved_within_a_saved_classifier()
    {
        using TransferClassifier classifier = Load(saved);
        string link = folder.File("link");
        Directory.CreateSymbolicLink(link, saved);

        foreach (string inside in (string[])[Path.Combine(saved, "second"), Path.Combine(saved, "some", "second"), Path.Combine(link, "second")])
        {
            StorageException exception = Assert.Throws<StorageException>(() => classifier.Save(inside));
            Assert.StartsWith($"{inside}: this lies in the saved classifier '{saved}'", exception.Message, StringComparison.Ordinal);
            Assert.Throws<StorageException>(() => ClassifierFolder.EnsureWritable(inside));
        }

        Load(saved).Dispose();
        string application = folder.File("application");
        Directory.CreateDirectory(application);
        File.WriteAllText(Path.Combine(application, "classifier.json"), """{ "rules": [] }"""); // a file of that name alone is no classifier
        classifier.Save(Path.Combine(application, "models", "first"));
        Assert.Equal((null, saved), (ClassifierFolder.FindOuter(Path.Combine(application, "models")), ClassifierFolder.FindOuter(Path.Combine(link, "file"))));
    }

    [Fact]
    public void Info_says_what_it_is()
    {
        ModelInfo info = ModelInfo.Read(saved);

        Assert.Equal((true, true, "bert", 32, "linear"), (info.IsSavedClassifier, info.IsClassifier, info.Family, info.MaxTokens, info.Head));
        Assert.Equal(["billing", "delivery"], info.Labels);
        Assert.Equal(16, info.Sizes["hidden_size"]);
        Assert.True(info.ParameterCount > 1000);
        Assert.Contains("library", info.Versions.Keys);
        Assert.Empty(info.NewParts);
        Assert.Equal(("BertForSequenceClassification", null), (info.ReferenceClass, info.ReferenceDifference));
    }

    [Fact]
    public void Another_pooling_does_not_claim_to_be_the_reference_classifier()
    {
        string mean = folder.File("mean");
        Train(
            new TransferClassifierBuilder()
                .UsePretrained(PretrainedModel.FromDirectory(saved), new() { Pooling = Pooling.Mean })
                .UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu })
                .Build(),
            mean);

        Assert.False(Json(mean, "config.json").AsObject().ContainsKey("architectures"));
        Assert.Equal("mean", (string?)Json(mean, "classifier.json")["pooling"]);
        Assert.Equal(
            (null, "the pooling is mean, that of BertForSequenceClassification is pooler"),
            (ModelInfo.Read(mean).ReferenceClass, ModelInfo.Read(mean).ReferenceDifference));
        Assert.NotEmpty(Scores(mean));
    }

    [Fact]
    public void A_folder_without_a_classifier_is_refused()
    {
        Assert.Throws<CheckpointException>(() => Load(folder.File("nowhere")));
        Assert.Throws<CheckpointException>(() => Load(folder.Path));
    }

    private static void Train(TransferClassifierTrainer trainer, string path)
    {
        using TransferClassifier classifier = trainer.FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation).GetAwaiter().GetResult();
        classifier.Save(path);
    }

    private static TransferClassifier Load(string path) => TransferClassifier.Load(path, new() { Device = ComputeDevice.Cpu });

    private static float[][] Scores(string path)
    {
        using TransferClassifier classifier = Load(path);
        return TrainingTests.Scores(classifier);
    }

    private static JsonNode Json(string path, string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(path, name)))!;

    private CheckpointException Refused(Action damage, string says)
    {
        damage();
        CheckpointException exception = Assert.Throws<CheckpointException>(() => Load(saved));
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        return exception;
    }
}
