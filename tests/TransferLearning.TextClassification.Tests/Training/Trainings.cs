using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Losses;
using TransferLearning.TextClassification.Objectives;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.Training;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Training;

/// <summary>Short trainings of tiny models.</summary>
internal static class Trainings
{
    internal static TrainingOptions Options { get; } = new() { Device = ComputeDevice.Cpu, BatchSize = 8, Epochs = 2 };

    internal static Trainer Trainer(TrainingOptions? options = null, double learningRate = 1e-3, params TrainingCallback[] callbacks) => new(
        options ?? Options, new AdamWKind(new AdamWOptions { LearningRate = learningRate }), LearningRateSchedule.Linear(warmupRatio: 0.1), callbacks, NullLogger.Instance);

    /// <summary>The mean loss of a batch, whose gradients are added.</summary>
    internal static double LossOf(TrainingObjective objective, MicroBatch batch)
    {
        using torch.Tensor loss = objective.ForwardBackward(batch);
        return loss.item<float>();
    }

    internal static ClassificationObjective Objective(ClassificationModel model, TextDataset train, TextDataset? validation = null, TrainingOptions? options = null, CrossEntropyOptions? loss = null) => new(
        new ClassificationTask(model, TinyModels.Tokenizer, 64, new CrossEntropyKind(loss ?? new()), TextTask.SingleLabel, ["high", "low"], train, validation, NullLogger.Instance,
        TestContext.Current.CancellationToken), options ?? new() { Precision = Precision.Float32 });
}
