using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>From float32 to the numbers of the products.</summary>
internal static unsafe class Rounding<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    /// <summary>Writes numbers, a multiple of 16, rounded to the nearest; the two may be the same memory where nothing is rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Round(float* values, T* rounded, int count)
    {
        for (int i = 0; i < count; i += KernelVector.Width)
        {
            TElement.Store(Vector512.Load(values + i), ref *rounded, (nuint)i);
        }
    }
}
