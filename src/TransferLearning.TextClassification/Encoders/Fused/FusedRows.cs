using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>Shares of rows and texts for several threads, that all kinds of layers use.</summary>
internal static unsafe class FusedRows<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    /// <summary>The fewest texts of a range.</summary>
    internal const int LeastTexts = 1;

    /// <summary>The most ranges of texts.</summary>
    internal const int MostRanges = 16;

    /// <summary>Adds to column sums from row <paramref name="begin"/> to before row <paramref name="end"/>.</summary>
    internal delegate void ColumnAction(int begin, int end, float* sums);

    internal static void AddBias(FusedMatrix<T> values, FusedLinear<T, TElement> linear)
    {
        float* bias = linear.Bias;
        if (linear.HasBias)
        {
            WorkerThreads.ForRanges(values.Rows, 32, 16, (_, begin, end) => BiasActivation<T, TElement>.AddBias(values.Row(begin), bias, end - begin, values.Columns));
        }
    }

    internal static void ForTexts(TokenBatch batch, Action<Range> body) => WorkerThreads.ForRanges(batch.TextCount, LeastTexts, MostRanges, (_, begin, end) => body(begin..end));

    /// <summary>Adds the sums over rows of an output's gradient to the gradient of the bias.</summary>
    internal static void SumColumns(FusedPass<T, TElement> pass, int rows, int columns, FusedLinear<T, TElement> linear, ColumnAction body)
    {
        using ColumnSums sums = new(pass.Memory.States, rows, columns);
        WorkerThreads.ForRanges(rows, ColumnSums.Least, ColumnSums.Most, (range, begin, end) => body(begin, end, sums[range]));
        linear.BackwardBias(sums.Total());
    }
}
