using Xunit;

namespace TransferLearning.TextClassification.Tests.Root;

/// <summary>Training from a checkpoint of the reference implementation: what is taken, what is announced, what is refused.</summary>
public sealed class PretrainedTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ListLogger log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        folder.Dispose();
        log.Dispose();
    }

    [Fact]
    public async Task A_missing_head_and_pooler_are_announced_each_by_a_warning()
    {
        using TransferClassifier classifier = await Trainer(new(folder.File("bert")) { HasPooler = false }).FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);

        Assert.Equal("pooler", classifier.Configuration!["pooling"].Value);
        Assert.Equal(
            ["The head begins with new weights: the checkpoint has none for these labels", "The pooler begins with new weights: the checkpoint has none"],
            log.Warnings.Where(warning => !warning.Contains("were cut", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Tensors_without_use_are_one_warning()
    {
        ReferenceBertFolder bert = new(folder.File("bert"));
        bert.Add("cls.predictions.bias", new float[3], 3);
        bert.Add("cls.predictions.transform.dense.bias", new float[8], 8);
        bert.Add("bert.embeddings.position_ids", new float[24], 1, 24);

        using TransferClassifier classifier = await Trainer(bert).FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);

        string warning = Assert.Single(log.Warnings, warning => warning.Contains("no use", StringComparison.Ordinal));
        Assert.Contains("2 tensors of the checkpoint have no use in this model: cls.predictions.bias, cls.predictions.transform.dense.bias", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_without_use_are_one_warning_when_a_classifier_opens()
    {
        ReferenceBertFolder bert = WithHead("\"delivery\", \"1\": \"billing\"");
        bert.Add("cls.predictions.bias", new float[3], 3);

        using TransferClassifier opened = TransferClassifier.Load(bert.Write().Path, new() { Device = ComputeDevice.Cpu, LoggerFactory = log });

        Assert.EndsWith("1 tensors of the checkpoint have no use in this model: cls.predictions.bias", Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_for_the_same_labels_is_kept_in_the_order_of_id2label()
    {
        ReferenceBertFolder bert = WithHead("\"delivery\", \"1\": \"billing\"");

        using TransferClassifier classifier = await Trainer(bert, learningRate: 1e-12).FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);
        using TransferClassifier opened = TransferClassifier.Load(bert.Path, new() { Device = ComputeDevice.Cpu });

        Assert.Equal(["delivery", "billing"], classifier.Labels);
        Assert.DoesNotContain(log.Warnings, warning => warning.Contains("new weights", StringComparison.Ordinal));
        Assert.Equal(Embedded(opened), Embedded(classifier), (one, other) => Math.Abs(one - other) < 1e-5);
        Assert.True(classifier.Predict("refund", Cancellation).Probabilities["delivery"] > 0.99f, "the bias of the checkpoint's head decides");
    }

    [Fact]
    public async Task A_head_for_other_labels_is_new()
    {
        using TransferClassifier classifier = await Trainer(WithHead("\"up\", \"1\": \"down\"")).FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation);

        Assert.Equal(["billing", "delivery"], classifier.Labels);
        Assert.Contains(log.Warnings, warning => warning.StartsWith("The head begins with new weights", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task Weights_that_are_no_numbers_are_refused_by_name(float value)
    {
        const string Broken = "bert.encoder.layer.0.output.dense.bias";
        ReferenceBertFolder bert = WithHead("\"delivery\", \"1\": \"billing\"");
        bert.Add(Broken, [0, 0, 0, value, 0, 0, 0, 0], 8);

        CheckpointException trained = await Assert.ThrowsAsync<CheckpointException>(() => Trainer(bert).FitAsync(ToyData.TwoClasses, cancellationToken: Cancellation));
        CheckpointException loaded = Assert.Throws<CheckpointException>(() => TransferClassifier.Load(bert.Path));

        Assert.Contains(Broken, trained.Message, StringComparison.Ordinal);
        Assert.Contains(Broken, loaded.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_position_table_without_room_for_a_text_is_refused_before_training()
    {
        ReferenceBertFolder bert = WithHead("\"delivery\", \"1\": \"billing\"");
        TransferClassifierTrainer trainer = Trainer(bert);
        File.WriteAllText(Path.Combine(bert.Path, "tokenizer_config.json"), """{ "model_max_length": 2 }""");

        ConfigurationException trained = Assert.Throws<ConfigurationException>(() => trainer.Resolve(ToyData.TwoClasses));
        CheckpointException loaded = Assert.Throws<CheckpointException>(() => TransferClassifier.Load(bert.Path));

        Assert.Contains("allow 2 tokens", trained.Message, StringComparison.Ordinal);
        Assert.Contains("model_max_length", loaded.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "at least 5")] // whether inputs are pairs is not known: three special tokens and one of each text
    [InlineData(5, null)]
    public void Every_text_of_a_pair_needs_a_token(int length, string? expected)
    {
        string pairs = WithHead("\"delivery\", \"1\": \"billing\"").Write().Path;
        File.WriteAllText(Path.Combine(pairs, "tokenizer_config.json"), $$"""{ "model_max_length": {{length}} }""");
        TextDataset rows = TextDataset.FromExamples(ToyData.TwoClasses.Select(row => new TextExample(new TextInput(row.Input.Text, "again"), row.Target)));
        TransferClassifierTrainer trainer = new TransferClassifierBuilder()
            .UsePretrained(PretrainedModel.FromDirectory(pairs), new() { MaxTokens = length })
            .Build();

        string? resolved = Record.Exception(() => trainer.Resolve(rows))?.Message;
        string? loaded = Record.Exception(() => TransferClassifier.Load(pairs).Dispose())?.Message;

        Assert.Equal(expected is null, resolved is null);
        Assert.Equal(expected is null, loaded is null);
        Assert.All([resolved, loaded], message => Assert.Contains(expected ?? "", message ?? "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("single_label_classification")]
    [InlineData("multi_label_classification")]
    [InlineData("regression")]
    public async Task An_answer_that_is_not_a_number_is_none(string problem)
    {
        ReferenceBertFolder bert = WithHead(problem == "regression" ? "\"LABEL_0\"" : "\"a\", \"1\": \"b\"");
        bert.MoreConfiguration += $", \"problem_type\": \"{problem}\"";
        bert.Add("bert.pooler.dense.bias", [.. Enumerable.Repeat(100f, 8)], 8); // all ones behind the pooler
        int outputs = problem == "regression" ? 1 : 2;
        bert.Add("classifier.weight", [.. Enumerable.Range(0, outputs * 8).Select(i => i < 8 ? 3e38f : 0)], outputs, 8);
        bert.Add("classifier.bias", new float[outputs], outputs);
        using TransferClassifier classifier = TransferClassifier.Load(bert.Write().Path, new() { Device = ComputeDevice.Cpu });
        TextTarget target = classifier.Task == TextTask.Regression ? TextTarget.FromNumber(1) : TextTarget.FromLabel("a");

        CheckpointException predicted = Assert.Throws<CheckpointException>(() => classifier.Predict("the invoice is wrong", Cancellation));
        CheckpointException evaluated = await Assert.ThrowsAsync<CheckpointException>(() => classifier.EvaluateAsync(TextDataset.FromExamples([new("the invoice", target)]), Cancellation));

        Assert.All([predicted, evaluated], exception => Assert.Contains("answer is not a number", exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_token_id_beyond_every_table_is_refused()
    {
        ReferenceBertFolder bert = WithHead("\"delivery\", \"1\": \"billing\"").Write();
        File.WriteAllText(Path.Combine(bert.Path, "added_tokens.json"), """{ "[FAR]": 2147483647 }""");

        Assert.Contains("rows", Assert.Throws<CheckpointException>(() => TransferClassifier.Load(bert.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_are_numbers_are_their_digits()
    {
        using TransferClassifier classifier = TransferClassifier.Load(WithHead("3, \"1\": 10").Write().Path);

        Assert.Equal(["3", "10"], classifier.Labels);
    }

    private ReferenceBertFolder WithHead(string labels)
    {
        ReferenceBertFolder bert = new(folder.File("bert")) { MoreConfiguration = $$"""
            "architectures": ["BertForSequenceClassification"], "id2label": { "0": {{labels}} }
            """ };
        bert.Add("classifier.weight", new float[16], 2, 8);
        bert.Add("classifier.bias", [10, -10], 2);
        return bert;
    }

    private TransferClassifierTrainer Trainer(ReferenceBertFolder bert, double learningRate = 1e-3) => new TransferClassifierBuilder(log)
        .UsePretrained(PretrainedModel.FromDirectory(bert.Write().Path))
        .UseAdamW(new() { LearningRate = learningRate })
        .UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu })
        .Build();

    private static float[] Embedded(TransferClassifier classifier) => classifier.Embed("the invoice is wrong");
}
