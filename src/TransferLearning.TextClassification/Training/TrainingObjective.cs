using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Training;

/// <summary>
/// What is trained: it owns the forward and the backward pass, its parameters, its validation and its state, so that the loop never asks for the kind of
/// training. Used by one thread, for one run.
/// </summary>
internal abstract class TrainingObjective : IDisposable
{
    /// <summary>The length in tokens of every training row.</summary>
    internal abstract IReadOnlyList<int> Lengths { get; }

    /// <summary>In which portions the rows are taken. Default: every row once an epoch.</summary>
    internal virtual BatchPlan PlanBatches(TrainingOptions options) => new RowBatches(Lengths, options, SeededRandom.FromSeed(options.Seed));

    /// <summary>Whether there is something to validate on.</summary>
    internal abstract bool HasValidation { get; }

    /// <summary>Moves the parameters; called once, before <see cref="CreateParameterGroups"/>.</summary>
    internal abstract void MoveTo(torch.Device device);

    /// <summary>All parameters, trained or not, each once, by a name of its own, as <see cref="CreateParameterGroups"/> names them.</summary>
    internal abstract IEnumerable<(string Name, torch.Tensor Parameter)> Parameters();

    /// <summary>The parameters to train.</summary>
    internal abstract IReadOnlyList<ParameterGroup> CreateParameterGroups();

    /// <summary>What the loss is multiplied by in a run; called after <see cref="MoveTo"/>. Default: nothing.</summary>
    internal virtual LossScaler CreateLossScaler() => LossScaler.None();

    /// <summary>How much the mean loss of some rows counts beside that of the other rows of a step. Default: as many as they are.</summary>
    internal virtual double WeightOf(int[] rows) => rows.Length;

    /// <summary>Adds the gradient of the weighted mean loss of some rows to the parameters' gradients. Leaves no other tensor behind than its result, and need not wait for the device.</summary>
    /// <returns>The mean loss of the rows, unweighted, without a gradient: float32 <c>[]</c>, in no dispose scope; the caller disposes it.</returns>
    internal abstract torch.Tensor ForwardBackward(MicroBatch batch);

    /// <summary>Tells that the parameters may have changed: a step of the optimizer has ended, or an earlier run's were put back.</summary>
    internal abstract void WeightsChanged();

    /// <summary>Scores the validation data with the weights as they are.</summary>
    internal abstract ValidationFigures Validate(CancellationToken cancellationToken);

    /// <summary>Keeps a copy of the weights, in place of the one kept before.</summary>
    internal abstract void KeepWeights();

    /// <summary>The kept weights by the names of <see cref="Parameters"/>; empty where none are kept.</summary>
    internal abstract IReadOnlyDictionary<string, float[]> KeptWeights { get; }

    /// <summary>Puts the kept weights back.</summary>
    internal abstract void RestoreWeights();

    /// <summary>Where a training row came from: <c>file:line</c>, or <c>row N</c>.</summary>
    internal abstract string DescribeRow(int row);

    /// <summary>The task that a training row belongs to, where there are several. Default: null.</summary>
    internal virtual string? TaskOf(int row) => null;

    /// <inheritdoc/>
    public abstract void Dispose();
}
