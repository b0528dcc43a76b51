using Xunit;

namespace TransferLearning.TextClassification.Tests.Root;

public sealed class TransferClassifierBuilderTests
{
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
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("config.json"), """{"model_type": "whisper"}""");

        CheckpointException exception = Assert.Throws<CheckpointException>(new TransferClassifierBuilder().UsePretrained(PretrainedModel.FromDirectory(folder.Path)).Build);

        Assert.Contains("whisper", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'bert'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_tokens_than_the_checkpoint_has_positions_are_refused()
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
}
