using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// Products of small matrices, C = A B or C += A B: blocks of 8 or 4 rows and 1 or 2 vectors of C stay in registers while the sum runs.
/// B and C are row-major with whole vectors; rows of A up to the next multiple of 4 are read and of C written, whatever they hold.
/// </summary>
internal static partial class MatrixProduct
{
    /// <summary>Whether rows of B of twice <see cref="KernelVector.Width"/> columns are read as lines; else in plain order.</summary>
    internal static bool ReadsLines => Vector512.IsHardwareAccelerated; // 16 registers of half the width hold the smallest block only

    /// <summary>C[rows, columns] = A[rows, depth] B[depth, columns], added to C where <paramref name="add"/> says so; strides in elements.</summary>
    internal static void Multiply<TLayout>(
        ref float a, int aStride, ref float b, int bStride, ref float c, int cStride, int rows, int depth, int columns, bool add = false)
        where TLayout : struct, IOperandLayout =>
        Multiply<TLayout, float, Float32Element>(ref a, aStride, ref b, bStride, ref c, cStride, rows, depth, columns, add);

    /// <summary>The same, where each row of B is a line of <typeparamref name="TElement"/> (see <see cref="ReadsLines"/>), or half a line in plain order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply<TLayout, T, TElement>(
        ref float a, int aStride, ref T b, int bStride, ref float c, int cStride, int rows, int depth, int columns, bool add = false)
        where TLayout : struct, IOperandLayout
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        nuint aRow = TLayout.Row((nuint)aStride);
        bool small = !ReadsLines;
        for (int i = 0; i < rows; i += small ? 4 : 8)
        {
            ref float ai = ref Unsafe.Add(ref a, (nuint)i * aRow);
            ref float ci = ref Unsafe.Add(ref c, i * cStride);
            bool four = small || rows - i <= 4;
            int j = 0;
            for (; !small && j < columns - KernelVector.Width; j += 2 * KernelVector.Width)
            {
                ref T bj = ref Unsafe.Add(ref b, j);
                ref float cij = ref Unsafe.Add(ref ci, j);
                if (four)
                {
                    Block4x2<TLayout, T, TElement>(ref ai, (nuint)aStride, ref bj, (nuint)bStride, (nuint)depth, ref cij, (nuint)cStride, add);
                }
                else
                {
                    Block8x2<TLayout, T, TElement>(ref ai, (nuint)aStride, ref bj, (nuint)bStride, (nuint)depth, ref cij, (nuint)cStride, add);
                }
            }

            for (; j < columns; j += KernelVector.Width)
            {
                ref T bj = ref Unsafe.Add(ref b, j);
                ref float cij = ref Unsafe.Add(ref ci, j);
                if (four)
                {
                    Block4x1<TLayout, T, TElement>(ref ai, (nuint)aStride, ref bj, (nuint)bStride, (nuint)depth, ref cij, (nuint)cStride, add);
                }
                else
                {
                    Block8x1<TLayout, T, TElement>(ref ai, (nuint)aStride, ref bj, (nuint)bStride, (nuint)depth, ref cij, (nuint)cStride, add);
                }
            }
        }
    }
}
