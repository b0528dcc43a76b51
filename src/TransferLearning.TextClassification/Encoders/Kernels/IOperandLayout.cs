namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>How the left operand of a product lies in memory; a stride is what separates two of its lines.</summary>
internal interface IOperandLayout
{
    /// <summary>From one row to the next.</summary>
    public static abstract nuint Row(nuint stride);

    /// <summary>From one element of the sum to the next.</summary>
    public static abstract nuint Step(nuint stride);
}
