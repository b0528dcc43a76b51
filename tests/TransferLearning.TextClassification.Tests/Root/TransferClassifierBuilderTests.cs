using TransferLearning.TextClassification.Storage;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Root;

public sealed class TransferClassifierBuilderTests : IDisposable
{
    private const string Bert = """
        "model_type": "bert", "vocab_size": 20, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16, "max_position_embeddings": 24, "type_vocab_size": 2
        """;

    private const string DistilBert = """
        "model_type": "distilbert", "vocab_size": 20, "dim": 8, "n_layers": 1, "n_heads": 2, "hidden_dim": 16, "max_position_embeddings": 24
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Build_lists_every_problem()
    {
        TransferClassifierBuilder builder = new TransferClassifierBuilder()
            .UseBertEncoder(PretrainedModel.FromDirectory("nowhere"), new() { HiddenSize = 64, MaxTokens = 2, HiddenDropout = 1 })
            .UseLinearHead(new() { Dropout = -0.1 })
            .UseLinearHead()
            .UseBinaryCrossEntropyLoss()
            .UseTask(TextTask.SingleLabel)
            .UseAdamW(new() { LearningRate = -1 })
            .UseTraining(new() { Epochs = 0, BatchSize = 0 })
            .AddEarlyStopping(new() { Patience = 0 });

        ConfigurationException exception = Assert.Throws<ConfigurationException>(builder.Build);

        Assert.Equal(
            [
                "The head was chosen 2 times",
                "The checkpoint is 'nowhere'",
                "BertEncoderOptions.MaxTokens is 2",
                "BertEncoderOptions.HiddenSize is 64, beside a checkpoint",
                "BertEncoderOptions.HiddenDropout is 1",
                "AdamWOptions.LearningRate is -1",
                "TrainingOptions.Epochs is 0",
                "TrainingOptions.BatchSize is 0",
                "EarlyStoppingOptions.Patience is 0",
                "The loss is 'binary-cross-entropy' and the task SingleLabel",
            ],
            exception.Problems.Select(problem => problem.Given));
        Assert.All(exception.Problems, problem => Assert.Contains(problem.ToString(), exception.Message, StringComparison.Ordinal));
        Assert.All(exception.Problems, problem => Assert.NotEmpty(problem.Expected));
        Assert.Equal("nowhere", Assert.IsType<CheckpointException>(exception.InnerException).Path);
    }

    [Fact]
    public void Head_options_are_checked()
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(new TransferClassifierBuilder().UseLinearHead(new() { Dropout = 1 }).Build);

        Assert.Equal("LinearHeadOptions.Dropout is 1; expected a number from 0 to below 1. Give a value in range, or leave it out for the default.", exception.Message);
    }

    [Fact]
    public void Float16_on_the_processor_is_refused()
    {
        TrainingOptions training = new() { Precision = Precision.Float16, Device = ComputeDevice.Cpu };

        ConfigurationException exception = Assert.Throws<ConfigurationException>(new TransferClassifierBuilder().UseTraining(training).Build);

        Assert.Equal(
            "TrainingOptions.Precision is Float16 and the device the processor; expected Auto, Float32 or BFloat16 there, or a CUDA device for Float16. Give a value in range, or leave it out for the default.",
            exception.Message);
        Assert.NotNull(new TransferClassifierBuilder().UseTraining(training with { Device = ComputeDevice.Cuda() }).Build());
    }

    [Fact]
    public void Build_may_be_called_again_after_further_calls()
    {
        TransferClassifierBuilder builder = new TransferClassifierBuilder().UseBertEncoder(ToyData.TinyEncoder);
        TransferClassifierTrainer first = builder.Build();
        TransferClassifierTrainer second = builder.UseSgd().Build();

        Assert.Equal("adamw", first.Resolve(ToyData.TwoClasses)["optimizer"].Value);
        Assert.Equal("sgd", second.Resolve(ToyData.TwoClasses)["optimizer"].Value);
    }

    [Fact]
    public void A_checkpoint_of_an_unknown_family_is_refused_by_name()
    {
        File.WriteAllText(folder.File("config.json"), """{"model_type": "whisper"}""");

        CheckpointException exception = Assert.Throws<CheckpointException>(new TransferClassifierBuilder().UsePretrained(PretrainedModel.FromDirectory(folder.Path)).Build);

        Assert.Contains("whisper", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'bert'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "there is no config.json in this folder")]
    [InlineData("{", "the file is not valid JSON")]
    [InlineData("""{ "model_type": "bert", "hidden_size": 0 }""", "'hidden_size' is 0")]
    [InlineData("""{ "model_type": "whisper" }""", "'model_type' is \"whisper\"")]
    public void A_checkpoint_that_cannot_be_is_one_of_all_mistakes_and_alone_its_own_exception(string? configuration, string says)
    {
        if (configuration is not null)
        {
            File.WriteAllText(folder.File("config.json"), configuration);
        }

        Assert.All(Builders(null), builder =>
        {
            CheckpointException alone = Assert.Throws<CheckpointException>(builder.Build);
            ConfigurationException among = Assert.Throws<ConfigurationException>(builder.UseTraining(new() { Epochs = 0 }).Build);

            Assert.Contains(says, alone.Message, StringComparison.Ordinal);
            Assert.Equal([$"The checkpoint is '{folder.Path}'", "TrainingOptions.Epochs is 0"], among.Problems.Select(problem => problem.Given));
            Assert.EndsWith(alone.Message, among.Problems[0].ToString(), StringComparison.Ordinal);
            Assert.Equal(alone.Path, Assert.IsType<CheckpointException>(among.InnerException).Path);
        });
    }

    [Fact]
    public void A_missing_folder_is_found_before_any_data()
    {
        PretrainedModel nowhere = PretrainedModel.FromDirectory(folder.File("nowhere"));

        string pretrained = Assert.Throws<CheckpointException>(new TransferClassifierBuilder().UsePretrained(nowhere).Build).Message;
        string bert = Assert.Throws<CheckpointException>(new TransferClassifierBuilder().UseBertEncoder(nowhere).Build).Message;

        Assert.StartsWith($"{nowhere.Folder}: there is no such folder", pretrained, StringComparison.Ordinal);
        Assert.Equal(pretrained, bert);
    }

    [Fact]
    public void A_checkpoint_of_another_family_than_the_one_chosen_is_refused_with_all_else()
    {
        Write(DistilBert);
        TransferClassifierBuilder builder = new TransferClassifierBuilder().UseBertEncoder(PretrainedModel.FromDirectory(folder.Path), new() { HiddenDropout = 1 });

        ConfigurationException exception = Assert.Throws<ConfigurationException>(builder.UseAdamW(new() { LearningRate = -1 }).Build);

        Assert.Equal(
            [$"The checkpoint is '{folder.Path}'", "BertEncoderOptions.HiddenDropout is 1", "AdamWOptions.LearningRate is -1"],
            exception.Problems.Select(problem => problem.Given));
        Assert.Equal("a checkpoint folder of the kind 'bert'", exception.Problems[0].Expected);
        Assert.Contains("'model_type' is \"distilbert\", but 'bert' is expected", exception.Message, StringComparison.Ordinal);
        Assert.NotNull(new TransferClassifierBuilder().UsePretrained(folder.Path).Build());
    }

    [Fact]
    public void A_pooling_that_the_checkpoints_family_lacks_is_one_of_all_mistakes()
    {
        Write(DistilBert);
        TransferClassifierBuilder builder = new TransferClassifierBuilder()
            .UsePretrained(PretrainedModel.FromDirectory(folder.Path), new() { Pooling = Pooling.Pooler, MaxTokens = 25 })
            .UseLinearHead(new() { Dropout = 1 });

        ConfigurationException exception = Assert.Throws<ConfigurationException>(builder.Build);

        Assert.Equal(
            ["MaxTokens is 25", "The pooling is Pooler and the encoder 'distilbert'", "LinearHeadOptions.Dropout is 1"],
            exception.Problems.Select(problem => problem.Given));
        Assert.Null(exception.InnerException);
    }

    [Theory]
    [InlineData(24, "{}", 24)]
    [InlineData(25, "{}", 24)]
    [InlineData(16, """{ "model_max_length": 16 }""", 16)]
    [InlineData(17, """{ "model_max_length": 16 }""", 16)]
    [InlineData(25, """{ "model_max_length": 1e30 }""", 24)]
    public void More_tokens_than_a_checkpoint_allows_are_refused(int tokens, string tokenizer, int longest)
    {
        Write(Bert);
        File.WriteAllText(folder.File("tokenizer_config.json"), tokenizer);

        Assert.All(Builders(tokens), builder =>
        {
            if (tokens <= longest)
            {
                Assert.NotNull(builder.Build());
                return;
            }

            Assert.Equal(
                $"MaxTokens is {tokens}; expected at most {longest}, the longest text that the encoder's positions and the tokenizer's model_max_length allow. Give a smaller number, or leave it out for the default.",
                Assert.Throws<ConfigurationException>(builder.Build).Message);
            Assert.Equal(
                [$"MaxTokens is {tokens}", "TrainingOptions.Epochs is 0"],
                Assert.Throws<ConfigurationException>(builder.UseTraining(new() { Epochs = 0 }).Build).Problems.Select(problem => problem.Given));
        });
    }

    [Fact]
    public void A_tokenizers_configuration_that_is_broken_is_found()
    {
        Write(Bert);
        File.WriteAllText(folder.File("tokenizer_config.json"), """{ "model_max_length": "many" }""");

        Assert.All(Builders(null), builder => Assert.Contains("model_max_length", Assert.Throws<CheckpointException>(builder.Build).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_checkpoint_is_a_mistake_of_several_tasks_once()
    {
        TransferClassifierBuilder builder = new TransferClassifierBuilder().UsePretrained(PretrainedModel.FromDirectory(folder.Path)).AddTask("a").AddTask("b");

        Assert.Throws<CheckpointException>(() => builder.BuildMultiTask());
        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => builder.BuildMultiTask(new() { Temperature = 0 }));

        Assert.Equal([$"The checkpoint is '{folder.Path}'", "MultiTaskOptions.Temperature is 0"], exception.Problems.Select(problem => problem.Given));
    }

    [Fact]
    public void A_folder_whose_replacement_was_interrupted_is_put_back()
    {
        Write(Bert);
        string saved = folder.File("saved");
        Directory.CreateDirectory(TemporarySibling.Previous(saved));
        File.Copy(folder.File("config.json"), Path.Combine(TemporarySibling.Previous(saved), "config.json"));

        Assert.NotNull(new TransferClassifierBuilder().UseBertEncoder(PretrainedModel.FromDirectory(saved)).Build());
        Assert.True(File.Exists(Path.Combine(saved, "config.json")));
    }

    [Fact]
    public void More_tokens_than_an_encoder_from_scratch_has_positions_are_refused()
    {
        TransferClassifierTrainer trainer = new TransferClassifierBuilder().UseBertEncoder(new() { Positions = 64 }).Build();
        ConfigurationException exception = Assert.Throws<ConfigurationException>(new TransferClassifierBuilder().UseBertEncoder(new() { Positions = 64, MaxTokens = 65 }).Build);

        Assert.Equal("64", trainer.Resolve(ToyData.TwoClasses)["max_tokens"].Value);
        Assert.Contains("at most the number of positions, 64", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_value_has_a_source_and_a_reason()
    {
        ResolvedConfiguration resolved = new TransferClassifierBuilder().UseTraining(new() { BatchSize = 4 }).Build().Resolve(ToyData.TwoClasses);

        Assert.Equal((ValueSource.Chosen, "4"), (resolved["batch_size"].Source, resolved["batch_size"].Value));
        Assert.Equal((ValueSource.Data, "SingleLabel"), (resolved["task"].Source, resolved["task"].Value));
        Assert.Equal((ValueSource.Recommended, "0.001"), (resolved["learning_rate"].Source, resolved["learning_rate"].Value));
        Assert.All(resolved.Values, value => Assert.NotEmpty(value.Reason));
        Assert.Throws<KeyNotFoundException>(() => resolved["nonsense"]);
    }

    private void Write(string configuration) => File.WriteAllText(folder.File("config.json"), $"{{ {configuration} }}");

    /// <summary>The folder as a checkpoint of whatever family it names, and of a BERT.</summary>
    private IEnumerable<TransferClassifierBuilder> Builders(int? maxTokens)
    {
        yield return new TransferClassifierBuilder().UsePretrained(PretrainedModel.FromDirectory(folder.Path), new() { MaxTokens = maxTokens });
        yield return new TransferClassifierBuilder().UseBertEncoder(PretrainedModel.FromDirectory(folder.Path), new() { MaxTokens = maxTokens });
    }
}
