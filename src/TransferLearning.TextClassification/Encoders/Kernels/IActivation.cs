using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>An activation function on vectors.</summary>
internal interface IActivation
{
    /// <summary>The function's value and its derivative.</summary>
    public static abstract (Vector512<float> Value, Vector512<float> Derivative) Evaluate(Vector512<float> x);
}
