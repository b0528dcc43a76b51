using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>The approximation of <see cref="Gelu"/> by a hyperbolic tangent: x σ(2u), u = √(2/π) (x + 0.044715 x³).</summary>
internal readonly struct TanhGelu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Value, Vector512<float> Derivative) Evaluate(Vector512<float> x)
    {
        Vector512<float> square = x * x;
        Vector512<float> u2 = x * Vector512.MultiplyAddEstimate(square, Vector512.Create(2 * 0.79788456f * 0.044715f), Vector512.Create(2 * 0.79788456f));
        Vector512<float> sigmoid = Silu.Sigmoid(u2);
        Vector512<float> slope = Vector512.MultiplyAddEstimate(square, Vector512.Create(6 * 0.79788456f * 0.044715f), Vector512.Create(2 * 0.79788456f));
        return (x * sigmoid, Vector512.MultiplyAddEstimate(x * slope * sigmoid, Vector512<float>.One - sigmoid, sigmoid));
    }
}
