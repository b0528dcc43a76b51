using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Losses;
using TransferLearning.TextClassification.Objectives;
using TransferLearning.TextClassification.Tests.Training;
using TransferLearning.TextClassification.Training;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Objectives;

public sealed class MultiTaskObjectiveTests
{
    private const int LargeRows = 24;

    private static readonly CancellationToken NoStop = TestContext.Current.CancellationToken;

    [Fact]
    public void A_batch_gives_gradients_to_the_encoder_and_to_the_head_of_its_task_only()
    {
        using ClassificationModel classes = TinyModels.Bert();
        using ClassificationModel numbers = Beside(classes);
        using MultiTaskObjective objective = Objective(classes, numbers);

        _ = Trainings.LossOf(objective, new MicroBatch([0, 1, 2], 1, 0, 0));

        Assert.True(HasGradient(classes.Encoder.parameters()));
        Assert.True(HasGradient(classes.Head.parameters()));
        Assert.False(HasGradient(numbers.Head.parameters()));

        objective.WeightsChanged();
        _ = Trainings.LossOf(objective, new MicroBatch([LargeRows, LargeRows + 1], 1, 0, 1));

        Assert.False(HasGradient(classes.Head.parameters()));
        Assert.True(HasGradient(numbers.Head.parameters()));
    }

    [Fact]
    public void The_gradient_is_that_of_the_task_alone()
    {
        using ClassificationModel classes = TinyModels.Bert();
        using ClassificationModel numbers = Beside(classes);
        using ClassificationModel alone = TinyModels.Bert();
        using MultiTaskObjective objective = Objective(classes, numbers);
        using ClassificationObjective single = Trainings.Objective(alone, TinyModels.Rows(LargeRows));

        double together = Trainings.LossOf(objective, new MicroBatch([4, 5, 6], 1, 0, 0));
        double expected = Trainings.LossOf(single, new MicroBatch([4, 5, 6], 1, 0, 0));

        Assert.Equal(expected, together);
        Assert.Equal(Gradients(alone), Gradients(classes));
    }

    [Fact]
    public void A_row_weighs_what_the_loss_of_its_task_says()
    {
        using ClassificationModel classes = TinyModels.Bert();
        using ClassificationModel numbers = Beside(classes);
        using MultiTaskObjective objective = Objective(classes, numbers, new() { ClassWeights = [1, 3] });

        Assert.Equal(3 + 1 + 3, objective.WeightOf([0, 1, 2])); // low, high, low
        Assert.Equal(2, objective.WeightOf([LargeRows, LargeRows + 1]));
    }

    [Fact]
    public void A_step_leaves_the_heads_of_other_tasks_as_they_were()
    {
        using ClassificationModel classes = TinyModels.Bert();
        using ClassificationModel numbers = Beside(classes);
        using MultiTaskObjective objective = Objective(classes, numbers);
        TrainingHistory history = Trainings.Trainer(new() { Device = ComputeDevice.Cpu, BatchSize = 8, Epochs = 3 }).Run(objective, null, NoStop);
        string[] tasks = [.. history.Steps.Select(step => step.Task!)];
        Assert.Equal(["classes", "numbers"], tasks.Distinct().Order(StringComparer.Ordinal));

        // The same again, one step at a time: a head moves exactly in the steps of its task.
        for (int steps = 1; steps < tasks.Length; steps++)
        {
            (float[] classesBefore, float[] numbersBefore) = HeadsAfter(steps);
            (float[] classesAfter, float[] numbersAfter) = HeadsAfter(steps + 1);
            Assert.Equal(tasks[steps] == "classes", !classesBefore.SequenceEqual(classesAfter));
            Assert.Equal(tasks[steps] == "numbers", !numbersBefore.SequenceEqual(numbersAfter));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        float[] first = Trained(5);

        Assert.Equal(first, Trained(5));
        Assert.NotEqual(first, Trained(6));

        static float[] Trained(long seed)
        {
            using ClassificationModel classes = TinyModels.Bert(dropout: 0.1);
            using ClassificationModel numbers = Beside(classes);
            using MultiTaskObjective objective = Objective(classes, numbers);
            Trainings.Trainer(new() { Device = ComputeDevice.Cpu, BatchSize = 8, Epochs = 2, Seed = seed }).Run(objective, null, NoStop);
            return [.. TinyModels.Weights(classes), .. TinyModels.Weights(numbers)];
        }
    }

    [Fact]
    public void A_validation_scores_each_task_and_their_mean()
    {
        using ClassificationModel classes = TinyModels.Bert();
        using ClassificationModel numbers = Beside(classes);
        using MultiTaskObjective objective = Objective(classes, numbers);
        using ClassificationObjective single = Trainings.Objective(classes, TinyModels.Rows(LargeRows), TinyModels.Rows(LargeRows));

        ValidationFigures figures = objective.Validate(NoStop);

        ValidationFigures alone = single.Validate(NoStop);
        Assert.Equal(["classes", "numbers"], figures.Tasks!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((alone.Loss, alone.Accuracy, alone.MacroF1), (figures.Tasks["classes"].Loss, figures.Tasks["classes"].Accuracy, figures.Tasks["classes"].MacroF1));
        Assert.Null(figures.Tasks["numbers"].Accuracy);
        Assert.Equal((alone.Loss + figures.Tasks["numbers"].Loss) / 2, figures.Loss, 12);
        Assert.Equal(alone.Accuracy, figures.Accuracy);
        Assert.Equal((alone.Accuracy!.Value + (1 / (1 + figures.Tasks["numbers"].Loss))) / 2, figures.Score, 12);
    }

    [Fact]
    public void Kept_weights_are_restored_for_all_heads()
    {
        using ClassificationModel classes = TinyModels.Bert();
        using ClassificationModel numbers = Beside(classes);
        using MultiTaskObjective objective = Objective(classes, numbers);
        float[] before = [.. TinyModels.Weights(classes), .. TinyModels.Weights(numbers)];
        objective.KeepWeights();
        foreach (Parameter parameter in (Parameter[])[.. classes.Encoder.parameters().Take(1), .. classes.Head.parameters(), .. numbers.Head.parameters()])
        {
            ParameterInitialization.Constant(parameter, 3);
        }

        objective.RestoreWeights();

        Assert.Equal(before, (float[])[.. TinyModels.Weights(classes), .. TinyModels.Weights(numbers)]);
    }

    [Fact]
    public void Rows_are_described_with_their_task_and_parameters_stand_once()
    {
        using ClassificationModel classes = TinyModels.Bert();
        using ClassificationModel numbers = Beside(classes);
        using MultiTaskObjective objective = Objective(classes, numbers);

        Assert.Equal(["classes: rows.tsv:2", "classes: rows.tsv:25", "numbers: numbers.tsv:2"], new[] { 0, LargeRows - 1, LargeRows }.Select(objective.DescribeRow));
        string[] names = [.. objective.CreateParameterGroups().SelectMany(group => group.Parameters).Select(pair => pair.Name)];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(classes.NamedParameters().Count() + numbers.Head.parameters().Count(), names.Length);
    }

    private static (float[] Classes, float[] Numbers) HeadsAfter(int steps)
    {
        using ClassificationModel classes = TinyModels.Bert();
        using ClassificationModel numbers = Beside(classes);
        using MultiTaskObjective objective = Objective(classes, numbers);
        Trainings.Trainer(new() { Device = ComputeDevice.Cpu, BatchSize = 8, Epochs = 3 }, 1e-3, new StopAfter(steps)).Run(objective, null, NoStop);
        return (Head(classes), Head(numbers));

        static float[] Head(ClassificationModel model) => [.. model.Head.parameters().SelectMany(parameter => TensorMemory.ToArray(parameter))];
    }

    private static ClassificationModel Beside(ClassificationModel model)
    {
        ClassificationModel other = model.Beside(LinearHeadKind.Instance.Create(new LinearHeadOptions(), new HeadShape(model.Encoder.HiddenSize, 1, 0)));
        other.Initialize(name => name.StartsWith("head.", StringComparison.Ordinal), 2, 0.1);
        return other;
    }

    private static MultiTaskObjective Objective(ClassificationModel classes, ClassificationModel numbers, CrossEntropyOptions? loss = null)
    {
        TextDataset rows = TinyModels.Rows(LargeRows);
        TextDataset values = new(
            [.. TinyModels.Rows(16, seed: 8).Select((row, i) => new TextExample(row.Input, TextTarget.FromNumber(row.Target!.Labels[0] == "low" ? 0.5 : 2)) { Path = "numbers.tsv", Line = i + 2 })], TextTask.Regression);
        return new(
            [
                new("classes", new(classes, TinyModels.Tokenizer, 64, new CrossEntropyKind(loss ?? new()), TextTask.SingleLabel, ["high", "low"], rows, rows, NullLogger.Instance, NoStop)),
                new("numbers", new(numbers, TinyModels.Tokenizer, 64, new MeanSquaredErrorKind(), TextTask.Regression, [], values, values, NullLogger.Instance, NoStop)),
            ],
            1, new() { Precision = Precision.Float32 }, NullLogger.Instance);
    }

    private static bool HasGradient(IEnumerable<Parameter> parameters) => parameters.Any(parameter => GradientOf(parameter).Any(value => value != 0));

    private static float[] Gradients(ClassificationModel model) => [.. model.NamedParameters().SelectMany(pair => GradientOf(pair.Parameter))];

    private static float[] GradientOf(Parameter parameter)
    {
        using torch.Tensor? gradient = parameter.grad;
        return gradient is null ? [] : TensorMemory.ToArray(gradient);
    }

    private sealed class StopAfter(int steps) : TrainingCallback
    {
        internal override TrainingCallbackRun Begin() => new Run(steps);

        private sealed class Run(int steps) : TrainingCallbackRun
        {
            internal override bool AfterStep(TrainingStepRecord step) => step.Step >= steps;
        }
    }
}
