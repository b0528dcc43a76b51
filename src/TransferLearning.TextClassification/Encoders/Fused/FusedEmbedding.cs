using System.Runtime.InteropServices;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>One use of summed embeddings: lookup, norm and dropout.</summary>
internal sealed unsafe class FusedEmbedding<T, TElement>(
    FusedPass<T, TElement> pass, IReadOnlyList<(EmbeddingBlock Table, Tensor Ids)> tables, LayerNormBlock? norm, double dropout, ForwardContext context)
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private readonly int rows = (int)tables[0].Ids.shape[0];
    private readonly int columns = (int)tables[0].Table.Weight.shape[1];
    private readonly nint[] ids = [.. tables.Select(Address)];
    private readonly DropoutMask mask = context.NextDropout(dropout, (int)tables[0].Table.Weight.shape[1]);

    internal Tensor Forward()
    {
        FusedState<T> output = norm is null ? pass.NewFullState(rows, columns) : pass.NewState(rows, columns);
        if (pass.NeedsGradients)
        {
            foreach ((EmbeddingBlock table, Tensor rowIds) in tables)
            {
                Lanes.InTurn(() => table.Rows?.Touch(MemoryMarshal.Cast<byte, long>(rowIds.bytes)));
            }
        }

        nint[] weights = [.. tables.Select(table => (nint)TensorMemory.Pointer(table.Table.Weight))];
        NormForward<T, TElement>? kernel = norm is null ? null : Kernel(norm, output);
        float* sums = output.Full.Pointer;
        T* low = output.Low is null ? null : output.Low.Pointer;
        WorkerThreads.ForRanges(rows, 32, 16, (_, begin, end) =>
        {
            for (int token = begin; token < end; token++)
            {
                float* row = sums + ((long)token * columns);
                float mean = EmbeddingRows.Sum(weights, ids, token, columns, row);
                kernel?.Normalize(token, row, mean);
            }

            if (mask.IsActive)
            {
                EmbeddingRows.Drop<T, TElement>(sums, low, mask, begin, end, columns);
            }
        });
        output.Full.ClearPadding();
        output.Low?.ClearPadding();
        pass.Record(() => Backward(output));
        return pass.Leave(output);
    }

    private void Backward(FusedState<T> output)
    {
        (nint upstream, nint low) = pass.GradientOf(output);
        float* gradient = upstream != 0 ? (float*)upstream : pass.NewFloats(rows, columns).Pointer;
        if (norm is null)
        {
            WorkerThreads.ForRanges(rows, 64, 8, (_, begin, end) => EmbeddingRows.DropBackward<T, TElement>((float*)upstream, (T*)low, mask, gradient, begin, end, columns));
        }
        else
        {
            NormBackward(norm, output, (float*)upstream, (T*)low, gradient);
        }

        Lanes.InTurn(() => Scatter(gradient));
    }

    private void Scatter(float* gradient)
    {
        nint[] targets = [.. tables.Select(table => (nint)ParameterGradient.Pointer(table.Table.Weight))];
        WorkerThreads.ForRanges(columns / KernelVector.Width, 4, Environment.ProcessorCount, (_, begin, end) =>
        {
            for (int table = 0; table < targets.Length; table++)
            {
                if (targets[table] != 0)
                {
                    EmbeddingRows.Scatter(gradient, rows, (float*)targets[table], (long*)ids[table], columns, begin * KernelVector.Width, end * KernelVector.Width);
                }
            }
        });
    }

    private void NormBackward(LayerNormBlock layerNorm, FusedState<T> output, float* upstream, T* low, float* gradient)
    {
        NormBackward<T, TElement> kernel = new()
        {
            Columns = columns,
            Weight = layerNorm.WeightPointer,
            Normalized = output.Normalized!.Pointer,
            Deviation = output.Deviation!.Pointer,
            Gradient = gradient,
            LowGradient = null,
            ResidualGradient = gradient,
            BranchGradient = null,
        };
        using ColumnSums sums = new(pass.Memory.States, rows, 2 * columns);
        WorkerThreads.ForRanges(rows, ColumnSums.Least, ColumnSums.Most, (range, begin, end) =>
        {
            EmbeddingRows.DropBackward<T, TElement>(upstream, low, mask, gradient, begin, end, columns);
            kernel.Run(begin, end, sums[range], sums[range] + columns, null);
        });
        float* total = sums.Total();
        ParameterGradient.Add(layerNorm.Weight, total);
        ParameterGradient.Add(layerNorm.Bias, total + columns);
    }

    private NormForward<T, TElement> Kernel(LayerNormBlock layerNorm, FusedState<T> output) => new()
    {
        Columns = columns,
        Epsilon = (float)layerNorm.Epsilon,
        Weight = layerNorm.WeightPointer,
        Bias = layerNorm.BiasPointer,
        Residual = null,
        Branch = null,
        BranchBias = null,
        Output = output.Full.Pointer,
        Low = output.Low!.Pointer,
        Normalized = output.Normalized is null ? null : output.Normalized.Pointer,
        Deviation = output.Deviation is null ? null : output.Deviation.Pointer,
    };

    /// <summary>The memory of the ids, each of which names a row.</summary>
    private static nint Address((EmbeddingBlock Table, Tensor Ids) table)
    {
        ReadOnlySpan<long> values = MemoryMarshal.Cast<byte, long>(table.Ids.bytes);
        long size = table.Table.Weight.shape[0];
        foreach (long id in values)
        {
            if ((ulong)id >= (ulong)size)
            {
                throw new ArgumentException($"The id {id} is none of an embedding table of {size} rows: the tokenizer and the encoder do not belong together.");
            }
        }

        fixed (long* start = values)
        {
            return (nint)start; // native memory, which does not move
        }
    }
}
