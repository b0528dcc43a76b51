using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>The backward pass of <see cref="NormForward{T, TElement}"/>. All matrices are [rows, columns].</summary>
internal unsafe struct NormBackward<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    internal required int Columns;
    internal required float* Weight; // [columns]
    internal required T* Normalized;
    internal required float* Deviation; // [rows]
    internal required float* Gradient; // of the output, or null: zeros
    internal required T* LowGradient; // added to it, or null
    internal DropoutMask Dropout;
    internal required float* ResidualGradient; // written; may be Gradient
    internal bool Adds; // whether the result is added to what ResidualGradient holds; Gradient is null then
    internal required T* BranchGradient; // written; null where there is no branch

    /// <summary>Does rows from <paramref name="begin"/> to before <paramref name="end"/>; adds to the sums over rows, each [columns]: of weight, bias and branch bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal readonly void Run(int begin, int end, float* weightSums, float* biasSums, float* branchSums)
    {
        for (int row = begin; row < end; row++)
        {
            long start = (long)row * Columns;
            float* gradient = Gradient == null ? null : Gradient + start;
            T* low = LowGradient == null ? null : LowGradient + start;
            T* normalized = Normalized + start;
            float* residual = ResidualGradient + start;
            Vector512<float> sum = default;
            Vector512<float> products = default;
            for (int i = 0; i < Columns; i += KernelVector.Width)
            {
                Vector512<float> g = gradient == null ? default : Vector512.Load(gradient + i);
                if (low != null)
                {
                    g += TElement.Load(in *low, (nuint)i);
                }

                Vector512<float> x = TElement.Load(in *normalized, (nuint)i);
                (Vector512.Load(biasSums + i) + g).Store(biasSums + i);
                Vector512.MultiplyAddEstimate(g, x, Vector512.Load(weightSums + i)).Store(weightSums + i);
                g *= Vector512.Load(Weight + i);
                sum += g;
                products = Vector512.MultiplyAddEstimate(g, x, products);
                if (!Adds)
                {
                    g.Store(residual + i);
                }
            }

            Vector512<float> mean = Vector512.Create(KernelVector.Sum(sum) / Columns);
            Vector512<float> correlation = Vector512.Create(KernelVector.Sum(products) / Columns);
            Vector512<float> deviation = Vector512.Create(Deviation[row]);
            for (int i = 0; i < Columns; i += KernelVector.Width)
            {
                Vector512<float> x = TElement.Load(in *normalized, (nuint)i);
                Vector512<float> held = Vector512.Load(residual + i);
                Vector512<float> g = Adds ? TElement.Load(in *low, (nuint)i) * Vector512.Load(Weight + i) : held;
                g = (g - mean - (x * correlation)) * deviation;
                if (Adds)
                {
                    g += held;
                }

                g.Store(residual + i);
                if (BranchGradient != null)
                {
                    if (Dropout.IsActive)
                    {
                        g *= Dropout.At((uint)(start + i));
                    }

                    (Vector512.Load(branchSums + i) + g).Store(branchSums + i);
                    TElement.Store(g, ref *(BranchGradient + start), (nuint)i);
                }
            }
        }
    }
}
