using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// x Φ(x), with the error function (Hendrycks and Gimpel 2016). The error function is the approximation 7.1.26 of Abramowitz and Stegun, "Handbook of Mathematical
/// Functions": within 1.5e-7; its exponential is also the density that the derivative needs.
/// </summary>
internal readonly struct Gelu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Value, Vector512<float> Derivative) Evaluate(Vector512<float> x)
    {
        Vector512<float> z = Vector512.Abs(x) * 0.70710678f;
        Vector512<float> t = KernelVector.Reciprocal(Vector512.MultiplyAddEstimate(z, Vector512.Create(0.3275911f), Vector512<float>.One));
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.Create(1.061405429f), t, Vector512.Create(-1.453152027f));
        p = Vector512.MultiplyAddEstimate(p, t, Vector512.Create(1.421413741f));
        p = Vector512.MultiplyAddEstimate(p, t, Vector512.Create(-0.284496736f));
        p = Vector512.MultiplyAddEstimate(p, t, Vector512.Create(0.254829592f));
        Vector512<float> exponential = KernelVector.PowerOfTwo(x * x * (-0.5f * KernelVector.Log2E));
        Vector512<float> tail = p * t * exponential * 0.5f; // Φ(-|x|)
        Vector512<float> cumulative = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), tail, Vector512<float>.One - tail);
        return (x * cumulative, Vector512.MultiplyAddEstimate(x * 0.39894228f, exponential, cumulative));
    }
}
