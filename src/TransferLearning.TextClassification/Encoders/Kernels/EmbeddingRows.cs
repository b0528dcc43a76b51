using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>Sums of rows of tables, and the way back. The number of columns is a multiple of 16.</summary>
internal static unsafe class EmbeddingRows
{
    /// <summary>Writes the sum of the tables' rows of a token into <paramref name="output"/>, [columns], and returns its mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Sum(ReadOnlySpan<nint> tables, ReadOnlySpan<nint> ids, int token, int columns, float* output)
    {
        float* row = (float*)tables[0] + (((long*)ids[0])[token] * columns);
        Vector512<float> sum = default;
        for (int i = 0; i < columns; i += KernelVector.Width)
        {
            Vector512<float> x = Vector512.Load(row + i);
            x.Store(output + i);
            sum += x;
        }

        for (int table = 1; table < tables.Length; table++)
        {
            row = (float*)tables[table] + (((long*)ids[table])[token] * columns);
            for (int i = 0; i < columns; i += KernelVector.Width)
            {
                Vector512<float> x = Vector512.Load(row + i);
                (Vector512.Load(output + i) + x).Store(output + i);
                sum += x;
            }
        }

        return KernelVector.Sum(sum) / columns;
    }

    /// <summary>Multiplies rows by a dropout mask, in place, and writes them rounded where <paramref name="low"/> is not null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Drop<T, TElement>(float* values, T* low, in DropoutMask dropout, int begin, int end, int columns)
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        for (long i = (long)begin * columns; i < (long)end * columns; i += KernelVector.Width)
        {
            Vector512<float> x = Vector512.Load(values + i) * dropout.At((uint)i);
            x.Store(values + i);
            if (low != null)
            {
                TElement.Store(x, ref *(low + i), 0);
            }
        }
    }

    /// <summary>Writes (gradient + low gradient) × dropout mask; the first may be null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void DropBackward<T, TElement>(float* gradient, T* low, in DropoutMask dropout, float* output, int begin, int end, int columns)
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        for (long i = (long)begin * columns; i < (long)end * columns; i += KernelVector.Width)
        {
            Vector512<float> x = gradient == null ? default : Vector512.Load(gradient + i);
            if (low != null)
            {
                x += TElement.Load(in *(low + i), 0);
            }

            (dropout.IsActive ? x * dropout.At((uint)i) : x).Store(output + i);
        }
    }

    /// <summary>Adds gradients of tokens to the rows of a table's gradient, for columns from <paramref name="first"/> to before <paramref name="end"/>, in the tokens' order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scatter(float* gradients, int tokens, float* table, long* ids, int columns, int first, int end)
    {
        for (int token = 0; token < tokens; token++, gradients += columns)
        {
            float* row = table + (ids[token] * columns);
            for (int i = first; i < end; i += KernelVector.Width)
            {
                (Vector512.Load(row + i) + Vector512.Load(gradients + i)).Store(row + i);
            }
        }
    }
}
