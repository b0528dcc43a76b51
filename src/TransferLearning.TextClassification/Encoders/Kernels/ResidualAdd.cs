using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>residual + dropout(branch + bias), and the way back. The number of columns is a multiple of 16.</summary>
internal static unsafe class ResidualAdd<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    /// <summary>Writes rows of the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward(float* residual, T* branch, float* bias, in DropoutMask dropout, float* output, int begin, int end, int columns)
    {
        for (int row = begin; row < end; row++)
        {
            long start = (long)row * columns;
            for (int i = 0; i < columns; i += KernelVector.Width)
            {
                Vector512<float> x = TElement.Load(in *(branch + start), (nuint)i) + Vector512.Load(bias + i);
                if (dropout.IsActive)
                {
                    x *= dropout.At((uint)(start + i));
                }

                (x + Vector512.Load(residual + start + i)).Store(output + start + i);
            }
        }
    }

    /// <summary>Adds one row to another.</summary>
    internal static void AddRow(T* row, T* sum, int columns)
    {
        for (int i = 0; i < columns; i += KernelVector.Width)
        {
            TElement.Store(TElement.Load(in *row, (nuint)i) + TElement.Load(in *sum, (nuint)i), ref *sum, (nuint)i);
        }
    }

    /// <summary>Writes rows of the branch's gradient and adds its columns to <paramref name="sums"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward(float* gradient, in DropoutMask dropout, T* branchGradient, float* sums, int begin, int end, int columns)
    {
        for (int row = begin; row < end; row++)
        {
            long start = (long)row * columns;
            for (int i = 0; i < columns; i += KernelVector.Width)
            {
                Vector512<float> g = Vector512.Load(gradient + start + i);
                if (dropout.IsActive)
                {
                    g *= dropout.At((uint)(start + i));
                }

                (Vector512.Load(sums + i) + g).Store(sums + i);
                TElement.Store(g, ref *(branchGradient + start), (nuint)i);
            }
        }
    }
}
