using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>x σ(x), also named swish.</summary>
internal readonly struct Silu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Value, Vector512<float> Derivative) Evaluate(Vector512<float> x)
    {
        Vector512<float> sigmoid = Sigmoid(x);
        return (x * sigmoid, Vector512.MultiplyAddEstimate(x * sigmoid, Vector512<float>.One - sigmoid, sigmoid));
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Sigmoid(Vector512<float> x)
    {
        // Beyond these bounds the result is 0 or 1 in float32.
        Vector512<float> bounded = Vector512.MinNative(Vector512.Create(87f), Vector512.MaxNative(Vector512.Create(-87f), x));
        return KernelVector.Reciprocal(Vector512<float>.One + KernelVector.PowerOfTwo(bounded * -KernelVector.Log2E));
    }
}
