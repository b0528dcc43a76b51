using TorchSharp;
using TransferLearning.TextClassification.Evaluation;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Inference;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>Compares logits with targets.</summary>
internal static class ValidationScoring
{
    private const int LogitsOfPortion = 1 << 22;

    /// <summary>The best is found by accuracy (single label), micro F1 (several labels) or the loss (numbers).</summary>
    internal static ValidationFigures Score(float[][] logits, RowTargets targets, LossKind loss)
    {
        double mean = MeanLoss(logits, targets, loss);
        if (targets.Task == TextTask.Regression)
        {
            return new ValidationFigures { Score = -mean, Loss = mean };
        }

        float[][] probabilities = Array.ConvertAll(logits, row => Probabilities.FromLogits(row, targets.Task));
        EvaluationReport report = targets.Task == TextTask.SingleLabel
            ? Evaluator.SingleLabel(targets.Labels, targets.ToClasses(), probabilities)
            : Evaluator.MultiLabel(targets.Labels, targets.ToSets(), probabilities);
        double? score = targets.Task == TextTask.SingleLabel ? report.Accuracy : report.MicroF1;
        return new ValidationFigures { Score = score ?? 0, Loss = mean, Accuracy = report.Accuracy, MacroF1 = report.MacroF1 };
    }

    /// <summary>The means over several tasks, each of the same weight. A regression's score is 1 / (1 + loss), from 0 to 1 as the others are.</summary>
    internal static ValidationFigures Mean(IReadOnlyDictionary<string, ValidationFigures> tasks) => new()
    {
        Score = tasks.Values.Average(figures => figures.Accuracy is null ? 1 / (1 + figures.Loss) : figures.Score),
        Loss = tasks.Values.Average(figures => figures.Loss),
        Accuracy = tasks.Values.Average(figures => figures.Accuracy),
        MacroF1 = tasks.Values.Average(figures => figures.MacroF1),
        Tasks = tasks.ToDictionary(pair => pair.Key, pair => new TaskValidation { Loss = pair.Value.Loss, Accuracy = pair.Value.Accuracy, MacroF1 = pair.Value.MacroF1 }, StringComparer.Ordinal),
    };

    /// <summary>The mean loss of all rows. It is computed in portions, so that memory does not grow with them.</summary>
    /// <param name="logits">Each row's logits, <c>[rows][outputs]</c>.</param>
    /// <param name="targets">The rows' targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="mostLogits">How many logits a portion has at most; it has at least one row.</param>
    internal static double MeanLoss(float[][] logits, RowTargets targets, LossKind loss, int mostLogits = LogitsOfPortion)
    {
        using IDisposable noGradients = torch.no_grad();
        int outputs = logits[0].Length;
        double sum = 0;
        double weights = 0;
        foreach (int[] rows in Enumerable.Range(0, logits.Length).Chunk(Math.Max(1, mostLogits / outputs)))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            float[] flat = [.. rows.SelectMany(row => logits[row])];
            (double own, double weight) = loss.Total(torch.tensor(flat, [rows.Length, outputs]), targets.Select(rows, torch.CPU));
            sum += own;
            weights += weight;
        }

        return weights == 0 ? 0 : sum / weights;
    }
}
