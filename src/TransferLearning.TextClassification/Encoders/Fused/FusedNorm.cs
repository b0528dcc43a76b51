using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>One use of a norm whose result only a product sees, beside a residual stream that goes on without it.</summary>
internal sealed unsafe class FusedNorm<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private readonly FusedPass<T, TElement> pass;
    private readonly LayerNormBlock norm;
    private readonly int rows;
    private readonly int columns;
    private readonly FusedMatrix<T>? normalized;
    private readonly FusedMatrix<float>? deviation;

    internal FusedNorm(FusedPass<T, TElement> pass, LayerNormBlock norm, int rows, int columns)
    {
        this.pass = pass;
        this.norm = norm;
        this.rows = rows;
        this.columns = columns;
        if (pass.NeedsGradients)
        {
            normalized = pass.NewProduct(rows, columns);
            deviation = pass.NewFloats(1, rows);
        }
    }

    /// <summary>Normalises the residual stream.</summary>
    internal void Forward(float* residual, FusedMatrix<T> output) => Run(residual, null, null, default, null, output);

    /// <summary>Writes residual + dropout(branch + bias) into <paramref name="sum"/>, and normalises it.</summary>
    internal void ForwardSum(float* residual, FusedMatrix<T> branch, float* branchBias, DropoutMask dropout, float* sum, FusedMatrix<T> output) =>
        Run(residual, branch.Pointer, branchBias, dropout, sum, output);

    /// <summary>Adds to the residual stream's gradient what comes back through the norm, and writes the gradient of the branch where there is one.</summary>
    internal void AddBackward(FusedMatrix<T> outputGradient, float* residualGradient, FusedMatrix<T>? branch, DropoutMask dropout, FusedLinear<T, TElement>? branchLinear)
    {
        NormBackward<T, TElement> kernel = new()
        {
            Columns = columns,
            Weight = norm.WeightPointer,
            Normalized = normalized!.Pointer,
            Deviation = deviation!.Pointer,
            Gradient = null,
            LowGradient = outputGradient.Pointer,
            Dropout = dropout,
            ResidualGradient = residualGradient,
            Adds = true,
            BranchGradient = branch is null ? null : branch.Pointer,
        };
        using ColumnSums sums = new(pass.Memory.States, rows, 3 * columns);
        WorkerThreads.ForRanges(rows, ColumnSums.Least, ColumnSums.Most, (range, begin, end) =>
            kernel.Run(begin, end, sums[range], sums[range] + columns, sums[range] + (2 * columns)));
        float* total = sums.Total();
        ParameterGradient.Add(norm.Weight, total);
        ParameterGradient.Add(norm.Bias, total + columns);
        branchLinear?.BackwardBias(total + (2 * columns));
    }

    private void Run(float* residual, T* branch, float* branchBias, DropoutMask dropout, float* sum, FusedMatrix<T> output)
    {
        NormForward<T, TElement> kernel = new()
        {
            Columns = columns,
            Epsilon = (float)norm.Epsilon,
            Weight = norm.WeightPointer,
            Bias = norm.BiasPointer,
            Residual = residual,
            Branch = branch,
            BranchBias = branchBias,
            Dropout = dropout,
            Sum = sum,
            Output = null,
            Low = output.Pointer,
            Normalized = normalized is null ? null : normalized.Pointer,
            Deviation = deviation is null ? null : deviation.Pointer,
        };
        WorkerThreads.ForRanges(rows, 32, 16, (_, begin, end) => kernel.Run(begin, end));
    }
}
