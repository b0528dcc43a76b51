namespace TransferLearning.TextClassification.ParityTests.Families;

/// <summary>The ways in which a model is computed.</summary>
public enum Computing
{
    /// <summary>By tensor operations, as on a device without kernels.</summary>
    ByTensorOperations,

    /// <summary>By kernels, as training and prediction do on the processor.</summary>
    ByKernels,

    /// <summary>By kernels, a training step in several parts side by side, as those of large batches are.</summary>
    ByKernelsInParts,
}
