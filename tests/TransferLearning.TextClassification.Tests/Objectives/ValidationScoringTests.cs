using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Losses;
using TransferLearning.TextClassification.Objectives;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Objectives;

public sealed class ValidationScoringTests
{
    private const int Rows = 103;

    public ValidationScoringTests() => NativeBackend.EnsureLoaded();

    public static TheoryData<string, double> Losses => new()
    {
        { "cross-entropy", 0 },
        { "cross-entropy", 0.1 },
        { "weighted", 0 },
        { "weighted", 0.1 },
        { "binary-cross-entropy", 0 },
        { "mean-squared-error", 0 },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void The_loss_in_portions_is_that_of_the_whole(string name, double smoothing)
    {
        Random random = new(4);
        (LossKind loss, TextTask task) = name switch
        {
            "cross-entropy" => ((LossKind)new CrossEntropyKind(new() { LabelSmoothing = smoothing }), TextTask.SingleLabel),
            "weighted" => (new CrossEntropyKind(new() { ClassWeights = [0, 5, 0.5], LabelSmoothing = smoothing }), TextTask.SingleLabel),
            "binary-cross-entropy" => (new BinaryCrossEntropyKind(new() { PositiveWeights = [1, 4, 0.5] }), TextTask.MultiLabel),
            _ => (new MeanSquaredErrorKind(), TextTask.Regression),
        };
        string[] labels = task == TextTask.Regression ? [] : ["a", "b", "c"];
        float[][] logits = [.. Enumerable.Range(0, Rows).Select(_ => Enumerable.Range(0, Math.Max(1, labels.Length)).Select(_ => (float)(random.NextDouble() * 6) - 3).ToArray())];
        TextDataset rows = TextDataset.FromExamples(Enumerable.Range(0, Rows).Select(row => new TextExample("text", task switch
        {
            TextTask.SingleLabel => TextTarget.FromLabel(labels[row < 20 ? 0 : random.Next(3)]), // the first portions weigh nothing where the first label does not
            TextTask.MultiLabel => TextTarget.FromLabels(labels.Where(_ => random.Next(2) == 0)),
            _ => TextTarget.FromNumber(random.NextDouble()),
        })));
        RowTargets targets = new(rows, task, labels);

        double whole = ValidationScoring.MeanLoss(logits, targets, loss);

        using torch.Tensor all = torch.tensor([.. logits.SelectMany(row => row)], [Rows, logits[0].Length]);
        using torch.Tensor expected = targets.Select([.. Enumerable.Range(0, Rows)], torch.CPU);
        using torch.Tensor mean = loss.Compute(all, expected);
        Assert.True(whole > 0.1);
        Assert.Equal(mean.item<float>(), whole, 1e-6 * whole);
        Assert.Equal(whole, ValidationScoring.MeanLoss(logits, targets, loss, 30), 1e-6 * whole);
        Assert.Equal(whole, ValidationScoring.MeanLoss(logits, targets, loss, 1), 1e-6 * whole); // a row a portion
    }

    [Fact]
    public void Rows_that_weigh_nothing_have_a_loss_of_0()
    {
        RowTargets targets = new(TextDataset.FromExamples([new("text", "a"), new("text", "a")]), TextTask.SingleLabel, ["a", "b"]);

        Assert.Equal(0, ValidationScoring.MeanLoss([[1, 2], [3, 1]], targets, new CrossEntropyKind(new() { ClassWeights = [0, 1] }), 1));
    }
}
