using TorchSharp;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Training;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Training;

public sealed class TrainerTests
{
    private static readonly CancellationToken NoStop = TestContext.Current.CancellationToken;

    public TrainerTests() => NativeBackend.EnsureLoaded();

    [Fact]
    public void A_tiny_model_learns()
    {
        using ClassificationModel model = TinyModels.Bert();
        TrainingHistory history = Trainings.Trainer(Trainings.Options with { Epochs = 12 }, 1e-2)
            .Run(Trainings.Objective(model, TinyModels.Rows(320), TinyModels.Rows(80, seed: 8)), null, NoStop);

        Assert.Equal(12 * 40, history.Steps.Count);
        Assert.Equal(12, history.Validations.Count);
        Assert.True(history.Validations.Max(validation => validation.Accuracy) >= 0.9, history.ToJson());
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        float[] Train(long seed)
        {
            using ClassificationModel model = TinyModels.Bert(dropout: 0.1);
            Trainings.Trainer(Trainings.Options with { Seed = seed }).Run(Trainings.Objective(model, TinyModels.Rows(64)), null, NoStop);
            return TinyModels.Weights(model);
        }

        float[] first = Train(3);
        Assert.Equal(first, Train(3));
        Assert.NotEqual(first, Train(4));
    }

    [Theory]
    [InlineData(4, null)] // the last step has micro-batches of 2
    [InlineData(1, new double[] { 0.25, 4 })]
    [InlineData(1, new double[] { 0, 1 })]
    public void Accumulation_equals_the_large_batch(int size, double[]? weights)
    {
        (TrainingHistory History, float[] Weights) Train(int batchSize, int accumulation)
        {
            using ClassificationModel model = TinyModels.Bert();
            TrainingOptions options = Trainings.Options with { BatchSize = batchSize, GradientAccumulationSteps = accumulation, KeepRowOrder = true };
            return (Trainings.Trainer(options).Run(Trainings.Objective(model, TinyModels.Rows(50), loss: new() { ClassWeights = weights }), null, NoStop), TinyModels.Weights(model));
        }

        (TrainingHistory large, float[] expected) = Train(16, 1);
        (TrainingHistory small, float[] actual) = Train(size, 16 / size);

        Assert.Equal(2 * 4, small.Steps.Count);
        Assert.Equal(large.Steps.Select(step => step.Loss), small.Steps.Select(step => step.Loss), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(large.Steps.Select(step => step.GradientNorm), small.Steps.Select(step => step.GradientNorm), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void Every_row_is_seen_once_an_epoch_and_steps_are_counted_ahead()
    {
        using ScriptedObjective objective = new(37);
        TrainingHistory history = Trainings.Trainer(Trainings.Options with { BatchSize = 4, GradientAccumulationSteps = 3, Epochs = 2 }).Run(objective, null, NoStop);

        Assert.Equal(2 * 4, history.Steps.Count); // 10 batches make 4 steps
        Assert.Equal(Enumerable.Range(0, 37).SelectMany(row => (int[])[row, row]), objective.MicroBatches.SelectMany(batch => batch.Rows).Order());
        Assert.Equal(Enumerable.Range(0, 20).Select(number => (long)number), objective.MicroBatches.Select(batch => batch.Number));
        Assert.Equal(8, objective.MicroBatches.Sum(batch => batch.Weight), 9);
    }

    [Fact]
    public void Early_stopping_restores_the_best()
    {
        using ScriptedObjective objective = new(16, 0.5, 0.8, 0.7, 0.6, 0.9);
        List<float> weights = [];
        TrainingHistory history = Trainings.Trainer(Trainings.Options with { Epochs = 5 }, 1e-3, new EarlyStopping(new EarlyStoppingOptions()), new AfterStep(() => weights.Add(objective.Weight)))
            .Run(objective, null, NoStop);

        Assert.True(history.StoppedEarly);
        Assert.Equal(4, history.Validations.Count);
        Assert.Equal(4, history.BestStep);
        Assert.Equal(weights[3], objective.Weight);
        Assert.NotEqual(weights[7], objective.Weight);
    }

    [Fact]
    public void Without_restoring_the_last_weights_stay()
    {
        using ScriptedObjective objective = new(16, 0.5, 0.8, 0.7);
        List<float> weights = [];
        TrainingHistory history = Trainings.Trainer(Trainings.Options with { Epochs = 3, RestoreBest = false }, 1e-3, new AfterStep(() => weights.Add(objective.Weight))).Run(objective, null, NoStop);

        Assert.Equal(4, history.BestStep);
        Assert.Equal(weights[^1], objective.Weight);
    }

    [Fact]
    public void Validation_every_few_steps_includes_the_last()
    {
        using ScriptedObjective objective = new(56, 0.5);
        TrainingHistory history = Trainings.Trainer(Trainings.Options with { Epochs = 1, ValidateEverySteps = 3 }).Run(objective, null, NoStop);

        Assert.Equal([3, 6, 7], history.Validations.Select(validation => validation.Step));
    }

    [Fact]
    public void A_run_of_one_trainer_knows_nothing_of_another()
    {
        Trainer trainer = Trainings.Trainer(Trainings.Options with { Epochs = 4 }, 1e-3, new EarlyStopping(new EarlyStoppingOptions { Patience = 2 }));
        TrainingHistory[] histories = new TrainingHistory[4];
        Parallel.For(0, 4, i =>
        {
            using ScriptedObjective objective = new(16, 0.5, 0.4, 0.6, 0.5);
            histories[i] = trainer.Run(objective, null, NoStop);
        });

        Assert.All(histories, history => Assert.False(history.StoppedEarly));
    }

    [Fact]
    public void Cancelling_aborts()
    {
        using CancellationTokenSource source = new();
        using ScriptedObjective objective = new(64);
        Trainer trainer = Trainings.Trainer(null, 1e-3, new AfterStep(source.Cancel));

        Assert.Throws<OperationCanceledException>(() => trainer.Run(objective, null, source.Token));
        Assert.Single(objective.MicroBatches);
    }

    [Fact]
    public void A_soft_stop_finishes_the_step_validates_and_keeps_the_best()
    {
        using CancellationTokenSource source = new();
        using ScriptedObjective objective = new(64, 0.5);
        Trainer trainer = Trainings.Trainer(null, 1e-3, new AfterStep(source.Cancel), new SoftStop(source.Token));

        TrainingHistory history = trainer.Run(objective, null, NoStop);

        Assert.True(history.StoppedEarly);
        Assert.Single(history.Steps);
        Assert.Equal(1, history.BestStep);
    }

    [Fact]
    public void Weights_that_the_last_step_breaks_are_refused_by_name()
    {
        using ClassificationModel model = TinyModels.Bert();
        Trainer trainer = Trainings.Trainer(Trainings.Options with { Epochs = 2 }, learningRate: 1e300);

        TrainingFailedException exception = Assert.Throws<TrainingFailedException>(() => trainer.Run(Trainings.Objective(model, TinyModels.Rows(4)), null, NoStop));

        Assert.Contains("after step 2 the tensor 'encoder.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_loss_that_is_not_finite_names_step_and_rows(double loss)
    {
        using ScriptedObjective objective = new(64) { Loss = batch => batch.Number == 2 ? loss : 1 };
        Trainer trainer = Trainings.Trainer(Trainings.Options with { KeepRowOrder = true });

        TrainingFailedException exception = Assert.Throws<TrainingFailedException>(() => trainer.Run(objective, null, NoStop));

        Assert.Equal(3, exception.Step);
        Assert.Equal(Enumerable.Range(18, 8).Select(line => $"rows.tsv:{line}"), exception.Rows);
        Assert.Contains("step 3", exception.Message, StringComparison.Ordinal);
        Assert.Contains("rows.tsv:18", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_not_numbers_fail_the_first_step()
    {
        using ClassificationModel model = TinyModels.Bert();
        ParameterInitialization.Constant(model.NamedParameters().First().Parameter, float.NaN);

        TrainingFailedException exception = Assert.Throws<TrainingFailedException>(
            () => Trainings.Trainer().Run(Trainings.Objective(model, TinyModels.Rows(20)), null, NoStop));

        Assert.Equal(1, exception.Step);
        Assert.All(exception.Rows, row => Assert.StartsWith("rows.tsv:", row, StringComparison.Ordinal));
    }

    [Fact]
    public void No_tensor_is_left_in_the_scope_of_the_caller()
    {
        using ClassificationModel model = TinyModels.Bert(dropout: 0.1);
        using DisposeScope scope = torch.NewDisposeScope();
        Trainings.Trainer().Run(Trainings.Objective(model, TinyModels.Rows(32), TinyModels.Rows(16)), null, NoStop);

        Assert.Equal(0, scope.DisposablesCount);
        Assert.All(model.NamedParameters(), pair => Assert.Null(pair.Parameter.grad)); // a served model needs none
    }

    [Fact]
    public void Ten_epochs_hold_as_many_tensors_as_one()
    {
        long LiveAfter(int epochs)
        {
            using ClassificationModel model = TinyModels.Bert(dropout: 0.1);
            Trainings.Trainer(Trainings.Options with { Epochs = epochs }).Run(Trainings.Objective(model, TinyModels.Rows(32), TinyModels.Rows(16)), null, NoStop);
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }

        long before = LiveAfter(1);
        long one = LiveAfter(1) - before;
        Assert.Equal(one, LiveAfter(10) - before - one);
    }
}
