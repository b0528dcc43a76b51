using Microsoft.Extensions.Logging.Abstractions;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Objectives;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.Training;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Training;

/// <summary>A training that breaks off and is continued goes as one that did not, to the bit.</summary>
public sealed class TrainingCheckpointTests
{
    private const int Rows = 24;
    private const int StepsOfEpoch = 6;

    private static readonly CancellationToken NoStop = TestContext.Current.CancellationToken;

    private static readonly TrainingOptions Options = Trainings.Options with { BatchSize = 4, Epochs = 3 };

    private static readonly Dictionary<string, TrainingOptions> Settings = new()
    {
        ["plain"] = Options,
        ["bfloat16"] = Options with { Precision = Precision.BFloat16 },
        ["float16"] = Options with { Precision = Precision.Float16, WithoutKernels = true },
        ["accumulated"] = Options with { BatchSize = 2, GradientAccumulationSteps = 2 },
        ["often validated"] = Options with { ValidateEverySteps = 4 },
        ["last weights"] = Options with { RestoreBest = false },
    };

    [Theory]
    [InlineData("plain", 6, false)]
    [InlineData("plain", 6, true)]
    [InlineData("plain", 9, true)]
    [InlineData("plain", 12, true)]
    [InlineData("bfloat16", 6, true)]
    [InlineData("float16", 6, true)]
    [InlineData("accumulated", 7, true)]
    [InlineData("often validated", 13, true)]
    [InlineData("last weights", 12, true)]
    public void A_continued_training_equals_the_straight_one(string name, int stopAfter, bool validates)
    {
        using TemporaryFolder folder = new();
        TrainingOptions options = Settings[name];
        TrainingOptions kept = options with { CheckpointFolder = folder.Path };
        (TrainingHistory expected, float[] expectedWeights) = Train(options, validates);

        (TrainingHistory stopped, _) = Train(kept, validates, new StopAfter(stopAfter));
        Assert.Equal(stopAfter, stopped.Steps.Count);
        Assert.True(Directory.Exists(folder.File(CheckpointStore.FolderName)));
        int steps = 0;
        (TrainingHistory history, float[] weights) = Train(kept, validates, new AfterStep(() => steps++));

        Assert.Equal((3 - (stopAfter / StepsOfEpoch)) * StepsOfEpoch, steps);
        Assert.Equal(expectedWeights, weights);
        Assert.Equal(Curves(expected), Curves(history));
        Assert.True(history.TrainSeconds > 0);
        Assert.False(Directory.Exists(folder.File(CheckpointStore.FolderName))); // the training is at its end
    }

    [Fact]
    public void A_validation_that_only_the_interruption_brought_about_is_in_no_checkpoint()
    {
        using TemporaryFolder folder = new();
        TrainingOptions kept = Settings["often validated"] with { CheckpointFolder = folder.Path };

        (TrainingHistory stopped, _) = Train(kept, validates: true, new StopAfter(StepsOfEpoch)); // validated every four steps, and now after the sixth

        Assert.Equal([4, 6], stopped.Validations.Select(validation => validation.Step));
        Assert.False(Directory.Exists(folder.File(CheckpointStore.FolderName)));
        Assert.Equal(Curves(Train(Settings["often validated"], validates: true).History), Curves(Train(kept, validates: true).History));
    }

    [Fact]
    public void Rows_of_a_large_table_that_wait_are_continued_too()
    {
        using TemporaryFolder folder = new();
        AdamWKind shortMemory = new(new() { LearningRate = 1e-2, Beta1 = 0.05, WeightDecay = 0.1 }); // a row waits after 7 steps without reading
        TrainingOptions options = Options with { BatchSize = 1 };
        float[] expected = TrainTable(options);

        TrainTable(options with { CheckpointFolder = folder.Path }, new StopAfter(30));

        Assert.Equal(expected, TrainTable(options with { CheckpointFolder = folder.Path }));

        float[] TrainTable(TrainingOptions options, params TrainingCallback[] callbacks)
        {
            using ClassificationModel model = TinyModels.Bert(dropout: 0.1, vocabularySize: 1100);
            using ClassificationObjective objective = Trainings.Objective(model, TinyModels.Rows(Rows));
            new Trainer(options, shortMemory, LearningRateSchedule.Constant(), callbacks, NullLogger.Instance).Run(objective, null, NoStop);
            return TinyModels.Weights(model);
        }
    }

    [Fact]
    public void A_training_that_is_cancelled_again_and_again_arrives_at_the_same_end()
    {
        using TemporaryFolder folder = new();
        TrainingOptions kept = Options with { CheckpointFolder = folder.Path };
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            using CancellationTokenSource source = new();
            int steps = 0;
            Assert.Throws<OperationCanceledException>(() => Train(kept, true, source.Token, new AfterStep(() => CancelAfter(ref steps, source))));
        }

        Assert.Equal(Train(Options, true).Weights, Train(kept, true).Weights);

        static void CancelAfter(ref int steps, CancellationTokenSource source)
        {
            if (++steps == StepsOfEpoch + 1)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public void Early_stopping_goes_on_counting_and_the_best_weights_are_those_of_before()
    {
        using TemporaryFolder folder = new();
        TrainingOptions options = Trainings.Options with { BatchSize = 4, Epochs = 5 };
        (TrainingHistory expected, float best) = Run(options, [0.4, 0.8, 0.7, 0.6, 0.9]);

        Run(options with { CheckpointFolder = folder.Path }, [0.4, 0.8, 0.7], new StopAfter(3 * 4));
        (TrainingHistory history, float weight) = Run(options with { CheckpointFolder = folder.Path }, [0.6, 0.9]);

        Assert.Equal(4 * 4, expected.Steps.Count);
        Assert.Equal(Curves(expected), Curves(history));
        Assert.Equal(best, weight);
        Assert.False(Directory.Exists(folder.File(CheckpointStore.FolderName))); // early stopping is an end as any other

        static (TrainingHistory History, float Weight) Run(TrainingOptions options, double[] scores, params TrainingCallback[] callbacks)
        {
            using ScriptedObjective objective = new(16, scores);
            TrainingHistory history = Trainings.Trainer(options, 1e-3, [new EarlyStopping(new EarlyStoppingOptions()), .. callbacks]).Run(objective, null, NoStop);
            return (history, objective.Weight);
        }
    }

    [Fact]
    public void The_scale_of_the_loss_goes_on()
    {
        using TemporaryFolder folder = new();
        TrainingOptions options = Trainings.Options with { BatchSize = 4, Epochs = 2 };
        List<double> expected = Run(options);

        List<double> weights = Run(options with { CheckpointFolder = folder.Path }, new StopAfter(4));
        weights.AddRange(Run(options with { CheckpointFolder = folder.Path }));

        Assert.Equal(expected, weights);
        Assert.NotEqual(expected[0], expected[^1]);

        static List<double> Run(TrainingOptions options, params TrainingCallback[] callbacks)
        {
            using ScriptedObjective objective = new(16) { Scaler = LossScaler.Dynamic, Gradient = batch => batch.Weight > 8192 ? double.PositiveInfinity : 1 };
            Trainings.Trainer(options, 1e-3, callbacks).Run(objective, null, NoStop);
            return [.. objective.MicroBatches.Select(batch => batch.Weight)];
        }
    }

    [Fact]
    public void A_parameter_that_has_no_gradient_any_more_goes_on_by_its_momentum()
    {
        using TemporaryFolder folder = new();
        TrainingOptions options = Trainings.Options with { BatchSize = 4, Epochs = 3 };
        float expected = Run(options);

        float before = Run(options with { CheckpointFolder = folder.Path }, new StopAfter(4));

        Assert.Equal(expected, Run(options with { CheckpointFolder = folder.Path }));
        Assert.NotEqual(expected, before);

        static float Run(TrainingOptions options, params TrainingCallback[] callbacks)
        {
            using ScriptedObjective objective = new(16) { HasGradient = batch => batch.Number < 4 };
            Trainings.Trainer(options, 1e-3, callbacks).Run(objective, null, NoStop);
            return objective.Weight;
        }
    }

    [Fact]
    public void Progress_goes_on_where_it_was()
    {
        using TemporaryFolder folder = new();
        TrainingOptions kept = Options with { CheckpointFolder = folder.Path };
        Train(kept, false, new StopAfter(StepsOfEpoch));
        List<TrainingProgress> reports = [];
        using ClassificationModel model = TinyModels.Bert(dropout: 0.1);
        using ClassificationObjective objective = Trainings.Objective(model, TinyModels.Rows(Rows));

        TrainingHistory history = Trainings.Trainer(kept, 1e-2).Run(objective, new ListProgress(reports), NoStop);

        Assert.Equal((StepsOfEpoch + 1, 2), (reports[0].Step, reports[0].Epoch));
        Assert.Equal(3 * StepsOfEpoch, reports[^1].Step);
        (double sum, double weight) = history.Steps.Aggregate((0.0, 0.0), (mean, step) => ((0.9 * mean.Item1) + (0.1 * step.Loss), (0.9 * mean.Item2) + 0.1)); // over all steps, the earlier ones too
        Assert.Equal(sum / weight, reports[^1].SmoothedLoss, 1e-9);
    }

    private static (TrainingHistory History, float[] Weights) Train(TrainingOptions options, bool validates, params TrainingCallback[] callbacks) => Train(options, validates, NoStop, callbacks);

    private static (TrainingHistory History, float[] Weights) Train(TrainingOptions options, bool validates, CancellationToken stop, params TrainingCallback[] callbacks)
    {
        using ClassificationModel model = TinyModels.Bert(dropout: 0.1);
        using ClassificationObjective objective = Trainings.Objective(model, TinyModels.Rows(Rows), validates ? TinyModels.Rows(10, seed: 8) : null, options);
        TrainingHistory history = Trainings.Trainer(options, 1e-2, callbacks).Run(objective, null, stop);
        return (history, TinyModels.Weights(model));
    }

    /// <summary>The history without what a clock says.</summary>
    private static string Curves(TrainingHistory history) => new TrainingHistory
    {
        Steps = history.Steps,
        Validations = history.Validations,
        StoppedEarly = history.StoppedEarly,
        BestStep = history.BestStep,
        TrainSeconds = 0,
        TextsPerSecond = 0,
    }.ToJson();

    private sealed class ListProgress(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }
}
