using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>activation(first) × second, with dropout, of rows that hold both parts (Shazeer 2020). The number of columns of a part is a multiple of 16.</summary>
internal static unsafe class GatedActivation<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    /// <summary>Writes the result, and in place of the input its derivatives by both parts where wanted.</summary>
    /// <param name="input">[rows, 2 × columns].</param>
    /// <param name="bias">[2 × columns].</param>
    /// <param name="output">[rows, columns].</param>
    /// <param name="dropout">Of the result.</param>
    /// <param name="derive">Whether derivatives are wanted.</param>
    /// <param name="firstRow">The number of the first row, for the dropout.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">Columns of a part.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<TActivation>(T* input, float* bias, T* output, in DropoutMask dropout, bool derive, int firstRow, int rows, int columns)
        where TActivation : struct, IActivation
    {
        for (int row = 0; row < rows; row++, input += 2 * columns, output += columns)
        {
            for (int i = 0; i < columns; i += KernelVector.Width)
            {
                (Vector512<float> value, Vector512<float> derivative) = TActivation.Evaluate(TElement.Load(in *input, (nuint)i) + Vector512.Load(bias + i));
                Vector512<float> gate = TElement.Load(in *input, (nuint)(columns + i)) + Vector512.Load(bias + columns + i);
                if (dropout.IsActive)
                {
                    Vector512<float> factor = dropout.At((uint)(((long)(firstRow + row) * columns) + i));
                    (value, derivative) = (value * factor, derivative * factor);
                }

                TElement.Store(value * gate, ref *output, (nuint)i);
                if (derive)
                {
                    TElement.Store(derivative * gate, ref *input, (nuint)i);
                    TElement.Store(value, ref *input, (nuint)(columns + i));
                }
            }
        }
    }

    /// <summary>Writes the gradients of both parts in place of the derivatives, and adds their columns to <paramref name="sums"/>, [2 × columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward(T* gradient, T* derivatives, float* sums, int rows, int columns)
    {
        for (int row = 0; row < rows; row++, gradient += columns, derivatives += 2 * columns)
        {
            for (int i = 0; i < columns; i += KernelVector.Width)
            {
                Vector512<float> upstream = TElement.Load(in *gradient, (nuint)i);
                for (int part = i; part < 2 * columns; part += columns)
                {
                    Vector512<float> product = upstream * TElement.Load(in *derivatives, (nuint)part);
                    TElement.Store(product, ref *derivatives, (nuint)part);
                    (Vector512.Load(sums + part) + product).Store(sums + part);
                }
            }
        }
    }
}
