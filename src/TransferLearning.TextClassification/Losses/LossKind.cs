using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>A kind of loss with its options: named, without state, used from any thread.</summary>
[Experimental("TLTC1001")]
public abstract class LossKind
{
    /// <summary>The name under which it is saved, such as <c>cross-entropy</c>; an application's own kinds carry a prefix (<c>acme.hinge</c>).</summary>
    public abstract string Name { get; }

    /// <summary>The options as a JSON object; they are saved with the name.</summary>
    /// <value><c>{}</c> by default.</value>
    public virtual string OptionsJson => "{}";

    /// <summary>Checks the options.</summary>
    /// <returns>One sentence a mistake: what was given, what is expected. None by default.</returns>
    public virtual IEnumerable<string> FindProblems() => [];

    /// <summary>Checks the options once the number of labels is known.</summary>
    /// <returns>As <see cref="FindProblems"/>.</returns>
    internal virtual IEnumerable<string> FindProblemsWith(int labels) => [];

    /// <summary>How much a row of a single-label task counts in the mean of <see cref="Compute"/> beside the others.</summary>
    /// <param name="label">The number of its label.</param>
    internal virtual double WeightOf(int label) => 1;

    /// <summary>Whether the loss serves a task.</summary>
    /// <param name="task">The task.</param>
    /// <returns>Whether <see cref="Compute"/> takes the targets of that task.</returns>
    public abstract bool Supports(TextTask task);

    /// <summary>What <see cref="Compute"/> divides and by what, so that several batches make the mean of all. Default: by the number of texts.</summary>
    internal virtual (double Sum, double Weight) Total(Tensor logits, Tensor targets)
    {
        using Tensor mean = Compute(logits, targets);
        return (logits.shape[0] * (double)mean.item<float>(), logits.shape[0]);
    }

    /// <summary>The mean loss of a batch over its rows; batches that make one step, and portions of validation data, count by their numbers of rows. Leaves nothing but its result in the caller's dispose scope.</summary>
    /// <param name="logits">What the head returned, <c>[texts, labels]</c>; for regression <c>[texts, 1]</c>.</param>
    /// <param name="targets">
    /// Single-label: class numbers, int64 <c>[texts]</c>, or the share of every class, float <c>[texts, labels]</c>. Multi-label: 0 or 1, float
    /// <c>[texts, labels]</c>. Regression: float <c>[texts]</c> or <c>[texts, 1]</c>.
    /// </param>
    /// <returns>A number, <c>[]</c>, with a gradient with respect to <paramref name="logits"/>.</returns>
    public abstract Tensor Compute(Tensor logits, Tensor targets);
}
