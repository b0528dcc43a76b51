using Xunit;

namespace TransferLearning.TextClassification.Tests.Root;

/// <summary>Several tasks on one encoder, from the builder to loaded classifiers.</summary>
public sealed class MultiTaskTests
{
    private static readonly TextDataset Sets = TextDataset.FromExamples(
        ToyData.TwoClasses.Where((_, i) => i % 2 == 0).Select((row, i) => new TextExample(row.Input, TextTarget.FromLabels(i % 10 == 0 ? [] : [row.Target!.Labels[0], "all"]))));

    private static readonly TextDataset Numbers = TextDataset.FromExamples(
        ToyData.TwoClasses.Where((_, i) => i % 3 == 0).Select(row => new TextExample(row.Input, TextTarget.FromNumber(row.Target!.Labels[0] == "billing" ? -1 : 1))));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_kinds_of_tasks_are_learnt_together_and_answer_the_same_when_loaded()
    {
        using TemporaryFolder folder = new();
        using ListLogger log = new();
        MultiTaskTrainer trainer = new TransferClassifierBuilder(log)
            .UseBertEncoder(new() { HiddenSize = 64, Layers = 1, Positions = 32 })
            .UseAdamW(new() { LearningRate = 2e-3 })
            .UseTraining(new() { Epochs = 20, Device = ComputeDevice.Cpu })
            .AddTask("topic", task => task.UseAttentionHead())
            .AddTask("sets", task => task.UseMlpHead().UseTask(TextTask.MultiLabel))
            .AddTask("score")
            .BuildMultiTask(new() { Temperature = 2 });

        using MultiTaskClassifier trained = await trainer.FitAsync(Everything(validate: true), Cancellation);

        Assert.Equal(["topic", "sets", "score"], trained.Tasks);
        Assert.Equal(
            ["60 of 60 rows of the validation data of the task 'topic'", "30 of 30 rows of the validation data of the task 'sets'", "20 of 20 rows of the validation data of the task 'score'"],
            log.Warnings.Where(warning => warning.Contains("also stand in the training data", StringComparison.Ordinal)).Select(warning => warning.Split(" also")[0]));
        Assert.Equal([TextTask.SingleLabel, TextTask.MultiLabel, TextTask.Regression], trained.Tasks.Select(task => trained[task].Task));
        Assert.True((await trained["topic"].EvaluateAsync(ToyData.TwoClasses, Cancellation)).Accuracy > 0.95);
        Assert.True((await trained["sets"].EvaluateAsync(Sets, Cancellation)).MicroF1 > 0.85);
        Assert.True((await trained["score"].EvaluateAsync(Numbers, Cancellation)).MeanSquaredError < 0.3);
        Assert.Equal(["score", "sets", "topic"], trained.History.Validations[^1].Tasks!.Keys.Order(StringComparer.Ordinal));
        foreach (string task in trained.Tasks)
        {
            await trained[task].SaveAsync(folder.File(task), Cancellation);
            using TransferClassifier loaded = await TransferClassifier.LoadAsync(folder.File(task), new() { Device = ComputeDevice.Cpu }, Cancellation);
            Assert.Equal(trained[task].Labels, loaded.Labels);
            Assert.Equal(Answers(trained[task]), Answers(loaded));
            Assert.Equal(trained[task].EmbedMany(ToyData.Inputs, Cancellation), loaded.EmbedMany(ToyData.Inputs, Cancellation));
            Assert.Equal(trained.History.ToJson(), loaded.History!.ToJson());
            Assert.Equal(task, loaded.Configuration!["task_name"].Value);
            Assert.Equal("2", loaded.Configuration["temperature"].Value);
        }

        Assert.Equal(trained["topic"].EmbedMany(ToyData.Inputs, Cancellation), trained["score"].EmbedMany(ToyData.Inputs, Cancellation)); // one encoder
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bits_and_another_does_not()
    {
        float[] first = await Scores(1);

        Assert.Equal(first, await Scores(1));
        Assert.NotEqual(first, await Scores(2));

        static async Task<float[]> Scores(long seed)
        {
            using MultiTaskClassifier trained = await Tiny(seed).FitAsync(Everything(validate: false), Cancellation);
            return [.. trained.Tasks.SelectMany(task => Answers(trained[task]))];
        }
    }

    [Fact]
    public async Task A_classifier_lives_until_it_is_disposed_itself()
    {
        MultiTaskClassifier trained = await Tiny().FitAsync(Everything(validate: false), Cancellation);
        TransferClassifier topic = trained["topic"];
        float[] before = Answers(trained["score"]);

        topic.Dispose(); // its model owns the encoder; the others still use it

        Assert.Throws<ObjectDisposedException>(() => topic.Predict("a parcel", Cancellation));
        Assert.Equal(before, Answers(trained["score"]));
        trained.Dispose();
        trained.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trained["score"].Predict("a parcel", Cancellation));
        Assert.Contains("topic, sets, score", Assert.Throws<KeyNotFoundException>(() => trained["other"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_go_on_from_one_checkpoint()
    {
        using TemporaryFolder folder = new();
        TinyBertFolder.Write(folder.File("model"));
        TextDataset same = TextDataset.FromExamples(TinyBertFolder.Rows(16).Select(row => new TextExample(row.Text, row.Label)));
        MultiTaskTrainer trainer = new TransferClassifierBuilder()
            .UsePretrained(folder.File("model"))
            .UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu })
            .UseAdamW(new() { LearningRate = 1e-12 })
            .AddTask("same")
            .AddTask("score")
            .BuildMultiTask();
        using TransferClassifier checkpoint = await TransferClassifier.LoadAsync(folder.File("model"), new() { Device = ComputeDevice.Cpu }, Cancellation);

        using MultiTaskClassifier trained = await trainer.FitAsync(new() { Train = new Dictionary<string, TextDataset> { ["same"] = same, ["score"] = Numbers } }, Cancellation);

        Assert.Equal("the checkpoint's head is for the same labels and stays", trained["same"].Configuration!["head"].Reason);
        Assert.All(Answers(checkpoint).Zip(Answers(trained["same"])), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Build_lists_every_problem_with_its_task()
    {
        TransferClassifierBuilder builder = new TransferClassifierBuilder()
            .UseBertEncoder(ToyData.TinyEncoder)
            .UseTraining(new() { Epochs = 0 })
            .AddTask("a", task => task.UseLinearHead(new() { Dropout = 2 }).UseTraining(new()).AddEarlyStopping())
            .AddTask("b", task => task.UseTask(TextTask.Regression).UseCrossEntropyLoss())
            .AddTask("b")
            .AddTask(" ");

        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => builder.BuildMultiTask(new() { Temperature = 0 }));

        Assert.Equal(
            [
                "TrainingOptions.Epochs is 0",
                "MultiTaskOptions.Temperature is 0",
                "The task 'b' was added 2 times",
                "Task 'a': It has chosen the training",
                "Task 'a': It has chosen the end of the training",
                "Task 'a': LinearHeadOptions.Dropout is 2",
                "Task 'b': The loss is 'cross-entropy' and the task Regression",
                "Task ' ': The name is blank",
            ],
            exception.Problems.Select(problem => problem.Given));
    }

    [Fact]
    public void Tasks_belong_to_several_and_several_to_tasks()
    {
        Assert.Contains("BuildMultiTask", Assert.Throws<ConfigurationException>(new TransferClassifierBuilder().AddTask("a").AddTask("b").Build).Message, StringComparison.Ordinal);
        Assert.Contains("at least two", Assert.Throws<ConfigurationException>(() => new TransferClassifierBuilder().AddTask("a").BuildMultiTask()).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Temperature is NaN", Assert.Throws<ConfigurationException>(() => new TransferClassifierBuilder().AddTask("a").AddTask("b").BuildMultiTask(new() { Temperature = double.NaN })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_must_be_named_as_the_tasks_are()
    {
        MultiTaskFitRequest request = new()
        {
            Train = new Dictionary<string, TextDataset> { ["topic"] = ToyData.TwoClasses, ["sets"] = Sets, ["scores"] = Numbers },
            Validation = new Dictionary<string, TextDataset> { ["Topic"] = ToyData.TwoClasses },
        };

        ConfigurationException exception = await Assert.ThrowsAsync<ConfigurationException>(() => Tiny().FitAsync(request, Cancellation));

        Assert.Equal(
            ["The task 'score' has no training data", "MultiTaskFitRequest.Train has data of the task 'scores'", "MultiTaskFitRequest.Validation has data of the task 'Topic'"],
            exception.Problems.Select(problem => problem.Given));
    }

    [Fact]
    public async Task Some_tasks_may_go_without_validation_data()
    {
        using MultiTaskClassifier trained = await Tiny().FitAsync(
            Everything(validate: false) with { Validation = new Dictionary<string, TextDataset> { ["topic"] = ToyData.TwoClasses } }, Cancellation);

        ValidationRecord validation = Assert.Single(trained.History.Validations);
        Assert.Equal("topic", Assert.Single(validation.Tasks!).Key);
        Assert.Equal(validation.Tasks!["topic"].Accuracy, validation.Accuracy);
        Assert.Equal((await trained["topic"].EvaluateAsync(ToyData.TwoClasses, Cancellation)).Accuracy, validation.Accuracy);
    }

    private static MultiTaskFitRequest Everything(bool validate)
    {
        Dictionary<string, TextDataset> data = new() { ["topic"] = ToyData.TwoClasses, ["sets"] = Sets, ["score"] = Numbers };
        return new() { Train = data, Validation = validate ? data : null };
    }

    private static MultiTaskTrainer Tiny(long seed = 42) => ToyData.TinyTasks(["topic", "sets", "score"], seed: seed);

    private static float[] Answers(TransferClassifier classifier) => [.. classifier.PredictMany(ToyData.Inputs, Cancellation)
        .SelectMany(prediction => classifier.Task == TextTask.Regression ? [prediction.Value] : classifier.Labels.Select(label => prediction.Probabilities[label]))];
}
