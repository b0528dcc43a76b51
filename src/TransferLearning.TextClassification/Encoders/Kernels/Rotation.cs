using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>Turns heads of queries and keys, in place. Half a head is a multiple of 16.</summary>
internal static unsafe class Rotation<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    /// <summary>Turns rows.</summary>
    /// <param name="values">The first row; its first heads are turned.</param>
    /// <param name="stride">Elements from row to row.</param>
    /// <param name="positions">[rows], each within the angles.</param>
    /// <param name="angles">The angles.</param>
    /// <param name="direction">1, or -1 to turn back.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="heads">How many heads of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Turn(T* values, int stride, long* positions, RotaryAngles angles, float direction, int rows, int heads)
    {
        int half = angles.Half;
        fixed (float* cosines = angles.Cosines, sines = angles.Sines)
        {
            for (int row = 0; row < rows; row++)
            {
                float* cosine = cosines + (positions[row] * half);
                float* sine = sines + (positions[row] * half);
                T* head = values + ((long)row * stride);
                for (int number = 0; number < heads; number++, head += 2 * half)
                {
                    for (int i = 0; i < half; i += KernelVector.Width)
                    {
                        Vector512<float> cos = Vector512.Load(cosine + i);
                        Vector512<float> sin = Vector512.Load(sine + i) * direction;
                        Vector512<float> first = TElement.Load(in *head, (nuint)i);
                        Vector512<float> second = TElement.Load(in *head, (nuint)(half + i));
                        TElement.Store((first * cos) - (second * sin), ref *head, (nuint)i);
                        TElement.Store((second * cos) + (first * sin), ref *head, (nuint)(half + i));
                    }
                }
            }
        }
    }
}
