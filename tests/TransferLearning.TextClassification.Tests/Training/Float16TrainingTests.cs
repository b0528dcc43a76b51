using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Objectives;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.Training;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Training;

/// <summary>Trainings as on a CUDA device, on the processor: tensor operations with rounded products, and a scaled loss.</summary>
public sealed class Float16TrainingTests
{
    private static readonly CancellationToken NoStop = TestContext.Current.CancellationToken;

    private static readonly TrainingOptions Options = Trainings.Options with { Precision = Precision.Float16, WithoutKernels = true };

    public Float16TrainingTests() => NativeBackend.EnsureLoaded();

    [Theory]
    [InlineData(Precision.BFloat16)]
    [InlineData(Precision.Float16)]
    public void A_tiny_model_learns(Precision precision)
    {
        TrainingOptions options = Options with { Precision = precision, Epochs = 12 };
        using ClassificationModel model = TinyModels.Bert();
        using ClassificationObjective objective = Trainings.Objective(model, TinyModels.Rows(320), TinyModels.Rows(80, seed: 8), options);

        TrainingHistory history = Trainings.Trainer(options, 1e-2).Run(objective, null, NoStop);

        Assert.True(history.Validations.Max(validation => validation.Accuracy) >= 0.9, history.ToJson());
    }

    [Theory]
    [InlineData(Precision.BFloat16)]
    [InlineData(Precision.Float16)]
    public void The_same_seed_gives_the_same_bits_and_others_than_float32(Precision precision)
    {
        float[] first = Train(precision);

        Assert.Equal(first, Train(precision));
        Assert.NotEqual(first, Train(Precision.Float32));

        static float[] Train(Precision precision)
        {
            TrainingOptions options = Options with { Precision = precision };
            using ClassificationModel model = TinyModels.Bert(dropout: 0.1);
            using ClassificationObjective objective = Trainings.Objective(model, TinyModels.Rows(64), null, options);
            Trainings.Trainer(options).Run(objective, null, NoStop);
            return TinyModels.Weights(model);
        }
    }

    [Fact]
    public void The_scale_goes_down_until_gradients_fit()
    {
        using ClassificationModel model = TinyModels.Bert();
        foreach (torch.Tensor weight in model.Head.parameters().Where(parameter => parameter.dim() == 2))
        {
            ParameterInitialization.Normal(weight, 3, standardDeviation: 3000); // its gradients go back into the encoder, beyond 65504 when they are scaled
        }

        using ClassificationObjective objective = Trainings.Objective(model, TinyModels.Rows(160), null, Options);
        TrainingHistory history = Trainings.Trainer(Options).Run(objective, null, NoStop);

        Assert.InRange(history.SkippedSteps, 1, 16);
        Assert.True(history.Steps[0].WasSkipped);
        Assert.Contains(history.Steps, step => step is { WasSkipped: false, GradientNorm: > 0 });
        Assert.Equal(history.SkippedSteps, TrainingHistory.FromJson(history.ToJson()).SkippedSteps);
    }

    [Fact]
    public void A_step_that_does_not_fit_leaves_weights_and_state_as_they_were()
    {
        (TrainingHistory history, float[] weights, IReadOnlyList<MicroBatch> batches) = Train(steps: 5, batch => batch.Number == 2 ? double.PositiveInfinity : 1);
        (_, float[] expected, _) = Train(steps: 4, _ => 1);

        Assert.Equal([expected[0], expected[1], expected[1], expected[2], expected[3]], weights); // by Adam, whose steps depend on its state
        Assert.NotEqual(expected[1], expected[2]);
        Assert.Equal([65536.0, 65536, 65536, 32768, 32768], batches.Select(batch => batch.Weight));
        Assert.Equal([false, false, true, false, false], history.Steps.Select(step => step.WasSkipped));
        Assert.Equal([1.0, 1, 0, 1, 1], history.Steps.Select(step => step.GradientNorm)); // divided by the scale before it is measured and clipped
        Assert.Equal(1, history.SkippedSteps);
        Assert.Equal(2, history.ToJson().Split("was_skipped").Length); // only where it is true
    }

    [Fact]
    public void A_gradient_that_never_fits_fails_when_the_scale_is_1()
    {
        TrainingFailedException exception = Assert.Throws<TrainingFailedException>(() => Train(steps: 40, _ => double.NaN));

        Assert.Equal(17, exception.Step);
        Assert.Contains("the norm of the gradient is NaN", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_finite_fails_at_once()
    {
        using ScriptedObjective objective = new(40) { Loss = batch => batch.Number == 1 ? double.PositiveInfinity : 1, Scaler = LossScaler.Dynamic };

        Assert.Equal(2, Assert.Throws<TrainingFailedException>(() => Trainings.Trainer(Options).Run(objective, null, NoStop)).Step);
    }

    private static (TrainingHistory History, float[] Weights, IReadOnlyList<MicroBatch> Batches) Train(int steps, Func<MicroBatch, double> gradient)
    {
        List<float> weights = [];
        using ScriptedObjective objective = new(steps) { Gradient = gradient, Scaler = LossScaler.Dynamic };
        Trainer trainer = new(
            Options with { BatchSize = 1, Epochs = 1, MaxGradientNorm = 1.5 }, new AdamWKind(new AdamWOptions { LearningRate = 1e-2 }), LearningRateSchedule.Constant(),
            [new AfterStep(() => weights.Add(objective.Weight))], NullLogger.Instance);
        TrainingHistory history = trainer.Run(objective, null, NoStop);
        Assert.Equal(steps, objective.StepsEnded); // also where one was left out: gradients of other tasks' heads go
        return (history, [.. weights], objective.MicroBatches);
    }
}
