namespace TransferLearning.TextClassification;

/// <summary>
/// In which numbers the matrix products of a transformer's layers are computed. Weights, optimizer state, residual stream, norms, softmax, heads and loss are float32 always; on a processor so is
/// what has no kernels there: the layers of DeBERTa, sizes that are no multiple of 16, heads of ModernBERT that are no multiple of 32, and the activation <c>tanh</c>.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the numbers' established names.")]
public enum Precision
{
    /// <summary>bfloat16 where the device multiplies it faster than float32 (a processor with AVX512-BF16 or AMX-BF16, a CUDA device of compute capability 8 or more), else float32.</summary>
    Auto,

    /// <summary>float32: 24 significant bits.</summary>
    Float32,

    /// <summary>bfloat16: 8 significant bits, the range of float32.</summary>
    BFloat16,

    /// <summary>
    /// float16: 11 significant bits, largest number 65504. On a CUDA device only; on the processor it is refused. A training multiplies its loss by a factor that adapts itself, so that small
    /// gradients are not lost, and leaves out a step whose gradient does not fit (<see cref="TrainingStepRecord.WasSkipped"/>).
    /// </summary>
    Float16,
}
