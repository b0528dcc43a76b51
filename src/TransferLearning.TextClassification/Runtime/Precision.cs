namespace TransferLearning.TextClassification;

/// <summary>In which numbers the matrix products of a transformer are computed. Weights, optimizer state, residual stream, norms, softmax and loss are float32 always.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the numbers' established names.")]
public enum Precision
{
    /// <summary>bfloat16 where the device multiplies it faster than float32 (a processor with AVX512-BF16 or AMX-BF16, a CUDA device that has it), else float32.</summary>
    Auto,

    /// <summary>float32: 24 significant bits.</summary>
    Float32,

    /// <summary>bfloat16: 8 significant bits, the range of float32.</summary>
    BFloat16,

    /// <summary>float16: 11 significant bits, largest number 65504; on CUDA devices only.</summary>
    Float16,
}
