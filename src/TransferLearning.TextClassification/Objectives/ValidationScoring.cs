using TorchSharp;
using TransferLearning.TextClassification.Evaluation;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Inference;
using TransferLearning.TextClassification.Training;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>Compares logits with targets.</summary>
internal static class ValidationScoring
{
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

    private static double MeanLoss(float[][] logits, RowTargets targets, LossKind loss)
    {
        using IDisposable noGradients = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        float[] flat = [.. logits.SelectMany(row => row)];
        torch.Tensor all = torch.tensor(flat, [logits.Length, logits[0].Length]); // [rows, outputs]
        int[] rows = [.. Enumerable.Range(0, logits.Length)];
        return loss.Compute(all, targets.Select(rows, torch.CPU)).item<float>();
    }
}
