using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Losses;
using TransferLearning.TextClassification.Objectives;
using TransferLearning.TextClassification.Tests.Training;
using TransferLearning.TextClassification.Training;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Objectives;

public sealed class ClassificationObjectiveTests
{
    private static readonly CancellationToken NoStop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TextTask.SingleLabel)]
    [InlineData(TextTask.MultiLabel)]
    [InlineData(TextTask.Regression)]
    public void The_loss_of_a_batch_is_the_mean_of_its_rows(TextTask task)
    {
        string[] labels = task == TextTask.Regression ? [] : ["a", "b", "c"];
        using ClassificationModel model = TinyModels.Bert(Math.Max(labels.Length, 1));
        (LossKind loss, TextTarget[] targets) = task switch
        {
            TextTask.SingleLabel => ((LossKind)new CrossEntropyKind(new CrossEntropyOptions()), (TextTarget[])[TextTarget.FromLabel("c"), TextTarget.FromLabel("a"), TextTarget.FromLabel("b")]),
            TextTask.MultiLabel => (new BinaryCrossEntropyKind(new BinaryCrossEntropyOptions()), [TextTarget.FromLabels(["c", "a"]), TextTarget.FromLabels([]), TextTarget.FromLabels(["b"])]),
            _ => (new MeanSquaredErrorKind(), [TextTarget.FromNumber(5), TextTarget.FromNumber(-3), TextTarget.FromNumber(0.5)]),
        };
        TextDataset rows = new([new("7 8 9 1 3", targets[0]), new("4", targets[1]), new("9 8 4", targets[2])], task); // the longest comes first
        using ClassificationObjective objective = new(new ClassificationTask(model, TinyModels.Tokenizer, 64, loss, task, labels, rows, rows, NullLogger.Instance, NoStop), new TrainingOptions { Precision = Precision.Float32 });

        double together = Trainings.LossOf(objective, new MicroBatch([0, 1, 2], 1, 0, 0));
        double[] alone = [.. Enumerable.Range(0, 3).Select(row => Trainings.LossOf(objective, new MicroBatch([row], 1, 0, 0)))];

        Assert.Equal(alone.Average(), together, 5);
        Assert.Equal(together, objective.Validate(NoStop).Loss, 5);
    }

    [Fact]
    public void Kept_weights_are_restored()
    {
        using ClassificationModel model = TinyModels.Bert();
        using ClassificationObjective objective = Trainings.Objective(model, TinyModels.Rows(8));
        float[] before = TinyModels.Weights(model);
        objective.KeepWeights();
        ParameterInitialization.Constant(model.NamedParameters().First().Parameter, 3);

        objective.RestoreWeights();

        Assert.Equal(before, TinyModels.Weights(model));
    }

    [Fact]
    public void A_label_never_seen_in_training_is_refused_with_its_place()
    {
        using ClassificationModel model = TinyModels.Bert();
        TextDataset validation = new([new TextExample("1 2", "medium") { Path = "dev.tsv", Line = 9 }]);

        TextDataException exception = Assert.Throws<TextDataException>(() => Trainings.Objective(model, TinyModels.Rows(8), validation));

        Assert.StartsWith("dev.tsv:9: the label 'medium'", exception.Message, StringComparison.Ordinal);
        Assert.Equal((9L, "medium"), (exception.Line, exception.Value));
    }

    [Fact]
    public void Cut_texts_are_announced_once()
    {
        using ClassificationModel model = TinyModels.Bert();
        MessageList messages = new();
        TextDataset rows = new([.. Enumerable.Range(0, 25).Select(row => new TextExample(row < 3 ? "1 2 3 4 5" : "1 2", row < 4 ? "low" : "high"))]);

        using ClassificationObjective objective = new(
            new ClassificationTask(model, TinyModels.Tokenizer, 4, new CrossEntropyKind(new CrossEntropyOptions()), TextTask.SingleLabel, ["high", "low"], rows, rows, messages, NoStop), new TrainingOptions { Precision = Precision.Float32 });

        Assert.Equal(["12 % of the texts were cut at 4 tokens"], messages.Messages);
    }

    private sealed class MessageList : ILogger
    {
        internal List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, exception));
    }
}
