using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification;

/// <summary>How long, on what and in which portions a training runs.</summary>
public sealed record TrainingOptions
{
    private const int Largest = 1 << 20;

    /// <summary>How often every row is seen, at least 1.</summary>
    /// <value>Null by default: 3 for a pretrained encoder; one that starts from scratch has its own number, and a larger one with few rows (see <see cref="TrainingDefaults"/>).</value>
    public int? Epochs { get; init; }

    /// <summary>Rows a forward pass, at least 1.</summary>
    /// <value>Null by default: 16 for a transformer, 32 for a convolutional or recurrent network (see <see cref="TrainingDefaults"/>).</value>
    public int? BatchSize { get; init; }

    /// <summary>Tokens a forward pass at most, beside <see cref="BatchSize"/>, at least 1: short texts come in larger portions than long ones. A single longer text stands alone.</summary>
    /// <value>Null by default: no limit.</value>
    public int? MaxTokensPerBatch { get; init; }

    /// <summary>How many batches make one step, at least 1: as one large batch, with the memory of a small one.</summary>
    /// <value>1 by default.</value>
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary>The largest Euclidean norm of all gradients together; larger ones are scaled down to it. Null: no limit.</summary>
    /// <value>1 by default.</value>
    public double? MaxGradientNorm { get; init; } = 1.0;

    /// <summary>Fixes new weights, the order of the rows and dropout: the same seed gives the same classifier.</summary>
    /// <value>42 by default.</value>
    public long Seed { get; init; } = 42;

    /// <summary>Where the training runs.</summary>
    /// <value><see cref="ComputeDevice.Auto"/> by default.</value>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>The numbers of the matrix products. Weights and optimizer state are float32 whatever it is. <see cref="Precision.Float16"/> needs a CUDA device.</summary>
    /// <value><see cref="Precision.Auto"/> by default.</value>
    public Precision Precision { get; init; }

    /// <summary>
    /// Whether a transformer's layers keep only their output for the backward pass, which computes the rest again (Chen et al. 2016, arXiv 1604.06174): the same classifier, for about a
    /// fifth more time and less memory, which long texts or large batches need. Only on the processor; elsewhere it changes nothing.
    /// </summary>
    /// <value>False by default.</value>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Every how many steps the validation data is scored. Null: after every epoch. The last step is always followed by a validation.</summary>
    /// <value>Null by default.</value>
    public int? ValidateEverySteps { get; init; }

    /// <summary>Whether the weights of the best validation are put back in the end. Without validation data the last weights stay.</summary>
    /// <value>True by default.</value>
    public bool RestoreBest { get; init; } = true;

    /// <summary>
    /// A folder in which tokenized texts are kept from one training to the next, made where it does not exist; for large data sets that are trained on again and again. Files are found by
    /// a hash of texts, tokenizer and length, so that a file that is not right is never used; those that no training asks for any more stay until they are deleted, which is safe at any time.
    /// What cannot be read or written there is logged and tokenized anew.
    /// </summary>
    /// <value>Null by default: tokenized texts are kept in memory only.</value>
    public string? TokenCacheFolder { get; init; }

    /// <summary>
    /// A folder in which a training leaves what it takes to continue it, after each epoch but the last: weights, optimizer state, history and counters, about four times the size of the weights, and twice
    /// that while it is written. Where the folder holds such a checkpoint of the same settings and data, a training continues after its last whole epoch, and the classifier is to the bit the one of a
    /// training that was never interrupted, on the same processor; a checkpoint of other settings or data, or of another version of this library, is refused. A training that runs to its end removes its
    /// checkpoint; one that is stopped by <see cref="TransferClassifierBuilder.AddStopSignal"/>, is cancelled, fails or is killed leaves it. One training at a time uses a folder.
    /// </summary>
    /// <value>Null by default: a training that breaks off begins anew.</value>
    public string? CheckpointFolder { get; init; }

    /// <summary>
    /// Whether the checkpoint, the folder <c>training-checkpoint</c> within <see cref="CheckpointFolder"/>, stays at the end of a training too, for the caller to delete it once the classifier is saved:
    /// what breaks off in between costs one epoch then.
    /// </summary>
    /// <value>False by default.</value>
    public bool KeepCheckpoint { get; init; }

    /// <summary>Whether the encoder runs by tensor operations where the processor has kernels, as on a CUDA device; then float16 is allowed on the processor too. Only for tests.</summary>
    internal bool WithoutKernels { get; init; }

    /// <summary>Whether every epoch takes the rows in the order of the data: only to compare runs with another implementation.</summary>
    internal bool KeepRowOrder { get; init; }

    /// <summary>The number of epochs, decided.</summary>
    internal int EpochCount => Epochs ?? TrainingDefaults.Pretrained.Epochs;

    /// <summary>The number of rows a forward pass, decided.</summary>
    internal int RowsOfBatch => BatchSize ?? TrainingDefaults.Pretrained.BatchSize;

    /// <summary>A sentence a mistake: what was given, what is expected.</summary>
    internal IEnumerable<string> FindProblems()
    {
        foreach ((string name, int? value) in ((string, int?)[])
            [(nameof(Epochs), Epochs), (nameof(BatchSize), BatchSize), (nameof(MaxTokensPerBatch), MaxTokensPerBatch),
             (nameof(GradientAccumulationSteps), GradientAccumulationSteps), (nameof(ValidateEverySteps), ValidateEverySteps)])
        {
            if (value is < 1 or > Largest)
            {
                yield return $"{nameof(TrainingOptions)}.{name} is {value}; expected a whole number from 1 to {Largest}.";
            }
        }

        if (MaxGradientNorm is { } norm && !(norm > 0 && double.IsFinite(norm)))
        {
            yield return FormattableString.Invariant($"{nameof(TrainingOptions)}.{nameof(MaxGradientNorm)} is {norm}; expected a number above 0, or null for no limit.");
        }

        if (FindPrecisionProblem(Device == ComputeDevice.Cpu) is { } problem)
        {
            yield return problem;
        }

        foreach ((string name, string? folder) in ((string, string?)[])[(nameof(TokenCacheFolder), TokenCacheFolder), (nameof(CheckpointFolder), CheckpointFolder)])
        {
            if (folder is not null && string.IsNullOrWhiteSpace(folder))
            {
                yield return $"{nameof(TrainingOptions)}.{name} is blank; expected a folder, or null for none.";
            }
        }

        if (Device is null)
        {
            yield return $"{nameof(TrainingOptions)}.{nameof(Device)} is null; choose a device, or {nameof(ComputeDevice)}.{nameof(ComputeDevice.Auto)}.";
        }
    }

    /// <summary>What is wrong with the precision, as a sentence, or null.</summary>
    /// <param name="isProcessor">Whether the device is known to be the processor.</param>
    internal string? FindPrecisionProblem(bool isProcessor) => DevicePrecision.FindProblem($"{nameof(TrainingOptions)}.{nameof(Precision)}", Precision, isProcessor && !WithoutKernels);
}
