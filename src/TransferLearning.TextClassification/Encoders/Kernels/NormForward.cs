using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// Residual + dropout(branch + bias), then layer normalisation (Ba, Kiros, Hinton 2016), in one pass over memory. The number of columns is a multiple of 16.
/// All matrices are [rows, columns].
/// </summary>
internal unsafe struct NormForward<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    internal required int Columns;
    internal required float Epsilon;
    internal required float* Weight; // [columns]
    internal required float* Bias; // [columns]
    internal required float* Residual;
    internal required T* Branch;
    internal required float* BranchBias; // [columns]
    internal DropoutMask Dropout;
    internal required float* Output;
    internal required T* Low; // the output, rounded; may be the output itself where T is float32
    internal T* Normalized; // written where not null: the output before weight and bias
    internal float* Deviation; // [rows], written with Normalized: 1 / the standard deviation

    /// <summary>Does rows from <paramref name="begin"/> to before <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal readonly void Run(int begin, int end)
    {
        for (int row = begin; row < end; row++)
        {
            long start = (long)row * Columns;
            float* output = Output + start;
            float* residual = Residual + start;
            T* branch = Branch + start;
            Vector512<float> sum = default;
            for (int i = 0; i < Columns; i += KernelVector.Width)
            {
                Vector512<float> x = TElement.Load(in *branch, (nuint)i) + Vector512.Load(BranchBias + i);
                if (Dropout.IsActive)
                {
                    x *= Dropout.At((uint)(start + i));
                }

                x += Vector512.Load(residual + i);
                x.Store(output + i);
                sum += x;
            }

            Normalize(row, output, KernelVector.Sum(sum) / Columns);
        }
    }

    /// <summary>Normalises a row that lies in <paramref name="output"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Normalize(int row, float* output, float mean)
    {
        Vector512<float> squares = default;
        for (int i = 0; i < Columns; i += KernelVector.Width)
        {
            Vector512<float> centred = Vector512.Load(output + i) - Vector512.Create(mean);
            squares = Vector512.MultiplyAddEstimate(centred, centred, squares);
        }

        float deviation = 1 / MathF.Sqrt((KernelVector.Sum(squares) / Columns) + Epsilon);
        T* low = Low + ((long)row * Columns);
        T* normalized = Normalized == null ? null : Normalized + ((long)row * Columns);
        if (Normalized != null)
        {
            Deviation[row] = deviation;
        }

        for (int i = 0; i < Columns; i += KernelVector.Width)
        {
            Vector512<float> x = (Vector512.Load(output + i) - Vector512.Create(mean)) * deviation;
            if (normalized != null)
            {
                TElement.Store(x, ref *normalized, (nuint)i);
            }

            x = Vector512.MultiplyAddEstimate(x, Vector512.Load(Weight + i), Vector512.Load(Bias + i));
            x.Store(output + i);
            TElement.Store(x, ref *low, (nuint)i);
        }
    }
}
