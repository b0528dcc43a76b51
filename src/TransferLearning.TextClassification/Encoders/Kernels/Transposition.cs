using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>Turns rows into columns.</summary>
internal static class Transposition
{
    /// <summary>
    /// Writes the transpose of a matrix times a factor. Whole blocks of <see cref="KernelVector.Width"/> rows and 4 columns are read and written, whatever
    /// lies beyond the matrix.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Transpose(ref readonly float matrix, int stride, int rows, int columns, float factor, ref float transposed, int transposedStride)
    {
        for (int row = 0; row < rows; row += KernelVector.Width)
        {
            for (int column = 0; column < columns; column += 4)
            {
                ref float from = ref Unsafe.Add(ref Unsafe.AsRef(in matrix), (row * stride) + column);
                ref float to = ref Unsafe.Add(ref transposed, (column * transposedStride) + row);
                if (Avx512F.IsSupported)
                {
                    TransposeBlock(ref from, (nuint)stride, Vector512.Create(factor), ref to, (nuint)transposedStride);
                }
                else
                {
                    for (int i = 0; i < 4 * KernelVector.Width; i++)
                    {
                        Unsafe.Add(ref to, ((i & 3) * transposedStride) + (i >> 2)) = Unsafe.Add(ref from, ((i >> 2) * stride) + (i & 3)) * factor;
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock(ref float from, nuint stride, Vector512<float> factor, ref float to, nuint toStride)
    {
        // Each lane of 4 numbers holds 4 columns of one row; a lane's 4 x 4 transpose then is the whole one.
        Vector512<float> r0 = EveryFourth(ref from, stride);
        Vector512<float> r1 = EveryFourth(ref Unsafe.Add(ref from, stride), stride);
        Vector512<float> r2 = EveryFourth(ref Unsafe.Add(ref from, 2 * stride), stride);
        Vector512<float> r3 = EveryFourth(ref Unsafe.Add(ref from, 3 * stride), stride);
        Vector512<double> low01 = Avx512F.UnpackLow(r0, r1).AsDouble();
        Vector512<double> high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(r2, r3).AsDouble();
        Vector512<double> high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        (Avx512F.UnpackLow(low01, low23).AsSingle() * factor).StoreUnsafe(ref to);
        (Avx512F.UnpackHigh(low01, low23).AsSingle() * factor).StoreUnsafe(ref to, toStride);
        (Avx512F.UnpackLow(high01, high23).AsSingle() * factor).StoreUnsafe(ref to, 2 * toStride);
        (Avx512F.UnpackHigh(high01, high23).AsSingle() * factor).StoreUnsafe(ref to, 3 * toStride);
    }

    /// <summary>4 columns of rows 0, 4, 8 and 12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> EveryFourth(ref float from, nuint stride)
    {
        Vector256<float> lower = Vector256.Create(Vector128.LoadUnsafe(ref from), Vector128.LoadUnsafe(ref from, 4 * stride));
        Vector256<float> upper = Vector256.Create(Vector128.LoadUnsafe(ref from, 8 * stride), Vector128.LoadUnsafe(ref from, 12 * stride));
        return Vector512.Create(lower, upper);
    }
}
