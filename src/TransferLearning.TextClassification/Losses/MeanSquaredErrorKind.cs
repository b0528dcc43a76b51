using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning.TextClassification.Losses;

/// <summary>The mean of the squared differences between logits and targets.</summary>
internal sealed class MeanSquaredErrorKind : LossKind
{
    public override string Name => "mean-squared-error";

    public override bool Supports(TextTask task) => task == TextTask.Regression;

    public override Tensor Compute(Tensor logits, Tensor targets)
    {
        using var scope = NewDisposeScope();
        Tensor precise = LossArguments.Precise(logits); // [texts, outputs]
        Tensor aligned = targets.dim() == 1 ? targets.unsqueeze(1) : targets; // [texts, outputs]
        LossArguments.RequireSameShape(logits, aligned);
        return functional.mse_loss(precise, aligned.to(precise.dtype)).MoveToOuterDisposeScope();
    }
}
