using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// Residual + dropout(branch + bias), then layer normalisation (Ba, Kiros, Hinton 2016), in one pass over memory. The number of columns is a multiple of 16.
/// All matrices are [rows, columns]. Without a branch the residual alone is normalised.
/// </summary>
internal unsafe struct NormForward<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    internal required int Columns;
    internal required float Epsilon;
    internal required float* Weight; // [columns]
    internal required float* Bias; // [columns], or null: none
    internal required float* Residual;
    internal required T* Branch; // or null
    internal required float* BranchBias; // [columns]
    internal DropoutMask Dropout;
    internal float* Sum; // written where not null: residual + branch
    internal required float* Output; // written where not null
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
            float* residual = Residual + start;
            Vector512<float> sum = default;
            if (Branch == null)
            {
                for (int i = 0; i < Columns; i += KernelVector.Width)
                {
                    sum += Vector512.Load(residual + i);
                }

                Normalize(row, residual, KernelVector.Sum(sum) / Columns);
                continue;
            }

            float* sums = (Sum == null ? Output : Sum) + start;
            T* branch = Branch + start;
            for (int i = 0; i < Columns; i += KernelVector.Width)
            {
                Vector512<float> x = TElement.Load(in *branch, (nuint)i) + Vector512.Load(BranchBias + i);
                if (Dropout.IsActive)
                {
                    x *= Dropout.At((uint)(start + i));
                }

                x += Vector512.Load(residual + i);
                x.Store(sums + i);
                sum += x;
            }

            Normalize(row, sums, KernelVector.Sum(sum) / Columns);
        }
    }

    /// <summary>Normalises the row that lies in <paramref name="source"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Normalize(int row, float* source, float mean)
    {
        float* output = Output == null ? null : Output + ((long)row * Columns);
        Vector512<float> squares = default;
        for (int i = 0; i < Columns; i += KernelVector.Width)
        {
            Vector512<float> centred = Vector512.Load(source + i) - Vector512.Create(mean);
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
            Vector512<float> x = (Vector512.Load(source + i) - Vector512.Create(mean)) * deviation;
            if (normalized != null)
            {
                TElement.Store(x, ref *normalized, (nuint)i);
            }

            x = Vector512.MultiplyAddEstimate(x, Vector512.Load(Weight + i), Bias == null ? default : Vector512.Load(Bias + i));
            if (output != null)
            {
                x.Store(output + i);
            }

            TElement.Store(x, ref *low, (nuint)i);
        }
    }
}
