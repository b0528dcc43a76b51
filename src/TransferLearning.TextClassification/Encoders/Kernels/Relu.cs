using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>max(x, 0).</summary>
internal readonly struct Relu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Value, Vector512<float> Derivative) Evaluate(Vector512<float> x) =>
        (Vector512.Max(x, Vector512<float>.Zero), Vector512.GreaterThan(x, Vector512<float>.Zero) & Vector512<float>.One);
}
