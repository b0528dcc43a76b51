using System.Globalization;
using System.Text.Json;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning.TextClassification.Losses;

/// <summary>Cross entropy over exactly one label a text. Targets of -100 are left out of the mean.</summary>
internal sealed class CrossEntropyKind(CrossEntropyOptions options) : LossKind
{
    /// <summary>The class number of a row that does not count.</summary>
    internal const int IgnoredTarget = -100;

    private const string WeightsName = "CrossEntropyOptions.ClassWeights";

    public override string Name => "cross-entropy";

    public override string OptionsJson => JsonSerializer.Serialize(options, LossOptionsJson.Default.CrossEntropyOptions);

    public override IEnumerable<string> FindProblems() =>
    [
        .. LossArguments.FindWeightProblems(WeightsName, options.ClassWeights),
        .. options.LabelSmoothing is >= 0 and <= 1
            ? (string[])[]
            : [string.Create(CultureInfo.InvariantCulture, $"CrossEntropyOptions.LabelSmoothing is {options.LabelSmoothing}; expected a number from 0 to 1.")],
    ];

    internal override IEnumerable<string> FindProblemsWith(int labels) => LossArguments.FindCountProblems(WeightsName, options.ClassWeights, labels);

    internal override double WeightOf(int label) => options.ClassWeights?[label] ?? 1;

    public override bool Supports(TextTask task) => task == TextTask.SingleLabel;

    internal override (double Sum, double Weight) Total(Tensor logits, Tensor targets)
    {
        using Tensor sum = Compute(logits, targets, Reduction.Sum);
        double weight = targets.is_floating_point()
            ? targets.shape[0]
            : targets.data<long>().ToArray().Where(target => target != IgnoredTarget).Sum(target => WeightOf((int)target));
        return (sum.item<float>(), weight);
    }

    public override Tensor Compute(Tensor logits, Tensor targets) => Compute(logits, targets, Reduction.Mean);

    private Tensor Compute(Tensor logits, Tensor targets, Reduction reduction)
    {
        using var scope = NewDisposeScope();
        Tensor precise = LossArguments.Precise(logits); // [texts, labels]
        if (targets.is_floating_point())
        {
            LossArguments.RequireSameShape(logits, targets);
            targets = targets.to(precise.dtype);
        }
        else if (targets.dim() != 1 || targets.shape[0] != logits.shape[0])
        {
            throw new ArgumentException($"The targets have the shape [{LossArguments.Shape(targets)}]; one class number for each of the {logits.shape[0]} texts is expected.", nameof(targets));
        }

        Tensor? weights = LossArguments.Weights(options.ClassWeights, precise, WeightsName); // [labels]
        Tensor loss = reduction == Reduction.Sum || weights is null || targets.is_floating_point() ? CrossEntropy(precise, targets, weights, reduction) : WeightedMean(precise, targets, weights);
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>The mean by the weights of the targets. Where these sum to 0 there is nothing to learn: the loss is 0, and so is its gradient.</summary>
    private Tensor WeightedMean(Tensor logits, Tensor targets, Tensor weights)
    {
        Tensor sum = CrossEntropy(logits, targets, weights, Reduction.Sum); // []
        Tensor total = (weights.index_select(0, targets.clamp(min: 0)) * targets.ne(IgnoredTarget)).sum(); // []
        Tensor isZero = total.eq(0);
        return sum * isZero.logical_not() / (total + isZero);
    }

    private Tensor CrossEntropy(Tensor logits, Tensor targets, Tensor? weights, Reduction reduction) =>
        functional.cross_entropy(logits, targets, weight: weights, ignore_index: IgnoredTarget, reduction: reduction, label_smoothing: options.LabelSmoothing);
}
