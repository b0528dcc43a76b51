using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>What stands around the products of a feed-forward block: bias and activation in one pass over memory. Numbers of columns are multiples of 16.</summary>
internal static unsafe class BiasActivation<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    /// <summary>Adds a bias to rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddBias(T* values, float* bias, int rows, int columns)
    {
        for (int row = 0; row < rows; row++, values += columns)
        {
            for (int i = 0; i < columns; i += KernelVector.Width)
            {
                TElement.Store(TElement.Load(in *values, (nuint)i) + Vector512.Load(bias + i), ref *values, (nuint)i);
            }
        }
    }

    /// <summary>Writes the activation of input + bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<TActivation>(T* input, float* bias, T* output, int rows, int columns)
        where TActivation : struct, IActivation
    {
        for (int row = 0; row < rows; row++, input += columns, output += columns)
        {
            for (int i = 0; i < columns; i += KernelVector.Width)
            {
                TElement.Store(TActivation.Evaluate(TElement.Load(in *input, (nuint)i) + Vector512.Load(bias + i)).Value, ref *output, (nuint)i);
            }
        }
    }

    /// <summary>Writes the activation of input + bias, and its derivative in place of the input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ForwardAndDerive<TActivation>(T* input, float* bias, T* output, int rows, int columns)
        where TActivation : struct, IActivation
    {
        for (int row = 0; row < rows; row++, input += columns, output += columns)
        {
            for (int i = 0; i < columns; i += KernelVector.Width)
            {
                (Vector512<float> value, Vector512<float> derivative) =
                    TActivation.Evaluate(TElement.Load(in *input, (nuint)i) + Vector512.Load(bias + i));
                TElement.Store(value, ref *output, (nuint)i);
                TElement.Store(derivative, ref *input, (nuint)i);
            }
        }
    }

    /// <summary>Multiplies a gradient by the derivative, in place, and adds the columns to <paramref name="sums"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward(T* gradient, T* derivative, float* sums, int rows, int columns)
    {
        for (int row = 0; row < rows; row++, gradient += columns, derivative += columns)
        {
            for (int i = 0; i < columns; i += KernelVector.Width)
            {
                Vector512<float> product = TElement.Load(in *gradient, (nuint)i) * TElement.Load(in *derivative, (nuint)i);
                TElement.Store(product, ref *gradient, (nuint)i);
                (Vector512.Load(sums + i) + product).Store(sums + i);
            }
        }
    }

    /// <summary>Adds the columns of rows to <paramref name="sums"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddColumns(T* values, float* sums, int rows, int columns)
    {
        for (int row = 0; row < rows; row++, values += columns)
        {
            for (int i = 0; i < columns; i += KernelVector.Width)
            {
                (Vector512.Load(sums + i) + TElement.Load(in *values, (nuint)i)).Store(sums + i);
            }
        }
    }

    /// <summary>Adds numbers, a multiple of 16, to float32 numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Accumulate(T* values, float* sums, int count) => AddColumns(values, sums, 1, count);
}
