using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Inference;
using TransferLearning.TextClassification.Losses;
using TransferLearning.TextClassification.Objectives;
using TransferLearning.TextClassification.Optimization;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>This library on the same work as the peers.</summary>
internal static class Ours
{
    private const int BatchSize = 32;

    private static readonly string[] Labels = ["first", "second"];

    internal static Precision PrecisionOf(string name) => name == "bfloat16" ? Precision.BFloat16 : Precision.Float32;

    /// <summary>
    /// Trains with dropout, clipping and AdamW, and returns the seconds of all epochs but the first, which warms up; tokenization is not counted, as for the peer.
    /// </summary>
    internal static double Train(string shared, IReadOnlyList<TextExample> rows, int maxTokens, Precision precision, int epochs = 1, Action? afterStep = null)
    {
        using ClassificationModel model = MiniLm.Load(shared);
        // The classifier has two labels, whatever the set has; the peer's targets alternate too.
        TextDataset train = TextDataset.FromExamples(rows.Select((row, i) => new TextExample(row.Input, TextTarget.FromLabel(Labels[i % 2]))));
        using ClassificationObjective objective = new(
            new ClassificationTask(
                model, MiniLm.Tokenizer(shared), maxTokens, new CrossEntropyKind(new CrossEntropyOptions()), TextTask.SingleLabel, Labels, train, null, NullLogger.Instance, CancellationToken.None),
            new TrainingOptions { Precision = precision });
        int warmUp = (rows.Count + BatchSize - 1) / BatchSize;
        Stopwatch watch = new();
        StepWatcher watcher = new(() =>
        {
            if (watch.IsRunning)
            {
                afterStep?.Invoke();
            }
            else if (--warmUp == 0)
            {
                watch.Start();
            }
        });
        Trainer trainer = new(
            new TrainingOptions { Epochs = epochs + 1, BatchSize = BatchSize, Device = ComputeDevice.Cpu }, new AdamWKind(new AdamWOptions()), LearningRateSchedule.Constant(), [watcher], NullLogger.Instance);
        trainer.Run(objective, null, CancellationToken.None);
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Predicts all inputs, tokenization included, and returns the seconds.</summary>
    internal static double Predict(string shared, TextTokenizer tokenizer, IReadOnlyList<TextInput> inputs, int maxTokens, Precision precision)
    {
        using ClassificationModel model = MiniLm.Load(shared);
        using Computation computation = Computation.Create(torch.CPU, precision);
        TextScorer scorer = new(model, tokenizer, maxTokens, computation);
        scorer.Logits([.. inputs.Take(BatchSize)], CancellationToken.None); // warm-up
        return Statistics.AverageSeconds(() => scorer.Logits(inputs, CancellationToken.None));
    }
}
