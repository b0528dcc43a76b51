using System.Text.Json;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning.TextClassification.Losses;

/// <summary>Cross entropy of each label by itself, the mean over texts and labels.</summary>
internal sealed class BinaryCrossEntropyKind(BinaryCrossEntropyOptions options) : LossKind
{
    private const string WeightsName = "BinaryCrossEntropyOptions.PositiveWeights";

    public override string Name => "binary-cross-entropy";

    public override string OptionsJson => JsonSerializer.Serialize(options, LossOptionsJson.Default.BinaryCrossEntropyOptions);

    public override IEnumerable<string> FindProblems() => LossArguments.FindWeightProblems(WeightsName, options.PositiveWeights);

    internal override IEnumerable<string> FindProblemsWith(int labels) => LossArguments.FindCountProblems(WeightsName, options.PositiveWeights, labels);

    public override bool Supports(TextTask task) => task == TextTask.MultiLabel;

    public override Tensor Compute(Tensor logits, Tensor targets)
    {
        using var scope = NewDisposeScope();
        LossArguments.RequireSameShape(logits, targets);
        Tensor precise = LossArguments.Precise(logits); // [texts, labels]
        Tensor loss = functional.binary_cross_entropy_with_logits(
            precise,
            targets.to(precise.dtype),
            pos_weights: LossArguments.Weights(options.PositiveWeights, precise, WeightsName));
        return loss.MoveToOuterDisposeScope();
    }
}
