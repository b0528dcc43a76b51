using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// Weights laid out for products with them, once for many products: panels of 32 outputs, each [inputs, 32] and small enough for a near cache. Outputs are a
/// multiple of 16, inputs of 4. Sums are float32; what a row of a product holds depends on that row alone.
/// </summary>
internal sealed unsafe class WeightPanels<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    private const int PanelWidth = 2 * KernelVector.Width;
    private const long LeastWork = 1 << 21; // operations that are worth another thread

    private readonly T[] values; // [panels][inputs, 32]
    private readonly int inputs;
    private readonly int outputs;

    /// <param name="inputs">Columns of the weights.</param>
    /// <param name="outputs">Rows of the weights.</param>
    /// <param name="rowOf">Where the row of an output begins; 16 rows from a multiple of 16 on lie one behind the other.</param>
    internal WeightPanels(int inputs, int outputs, Func<int, nint> rowOf)
    {
        this.inputs = inputs;
        this.outputs = outputs;
        values = GC.AllocateUninitializedArray<T>(inputs * outputs);
        WorkerThreads.ForRanges((outputs + PanelWidth - 1) / PanelWidth, 2, Environment.ProcessorCount, (_, begin, end) =>
        {
            for (int first = begin * PanelWidth; first < Math.Min(end * PanelWidth, outputs); first += PanelWidth)
            {
                Fill(first, rowOf);
            }
        });
    }

    /// <summary>products[rows, outputs] = rows[rows, inputs] Wᵀ; the number of rows is a multiple of 4.</summary>
    internal void Multiply(T* rows, T* products, int count)
    {
        KernelScratch scratch = typeof(T) == typeof(float) ? default : KernelScratch.Begin(KernelScratch.Total(count * inputs, count * outputs));
        float* left = typeof(T) == typeof(float) ? (float*)rows : Address(ref scratch.Take(count * inputs));
        float* result = typeof(T) == typeof(float) ? (float*)products : Address(ref scratch.Take(count * outputs));
        if (typeof(T) != typeof(float))
        {
            for (int i = 0; i < count * inputs; i += KernelVector.Width)
            {
                TElement.Load(in *rows, (nuint)i).Store(left + i);
            }
        }

        int panels = (outputs + PanelWidth - 1) / PanelWidth;
        long work = 2L * count * inputs * PanelWidth;
        int least = (int)Math.Clamp(LeastWork / work, 1, panels);
        WorkerThreads.ForRanges(panels, least, 2 * Environment.ProcessorCount, (_, begin, end) =>
        {
            for (int first = begin * PanelWidth; first < Math.Min(end * PanelWidth, outputs); first += PanelWidth)
            {
                int width = WidthOf(first);
                MatrixProduct.Multiply<RowMajor, T, TElement>(ref *left, inputs, ref values[first * inputs], width, ref result[first], outputs, count, inputs, width);
                if (typeof(T) != typeof(float))
                {
                    Round(result + first, products + first, count, width);
                }
            }
        });
    }

    private void Fill(int first, Func<int, nint> rowOf)
    {
        int width = WidthOf(first);
        float* columns = Address(ref KernelScratch.Begin(KernelScratch.Total(inputs * width)).Take(inputs * width));
        for (int half = 0; half < width; half += KernelVector.Width)
        {
            Transposition.Transpose(in *(float*)rowOf(first + half), inputs, KernelVector.Width, inputs, 1, ref columns[half], width);
        }

        for (int input = 0; input < inputs; input++)
        {
            float* line = columns + (input * width);
            ref T target = ref values[(first * inputs) + (input * width)];
            if (width == PanelWidth && MatrixProduct.ReadsLines)
            {
                TElement.StoreLine(Vector512.Load(line), Vector512.Load(line + KernelVector.Width), ref target);
                continue;
            }

            for (int half = 0; half < width; half += KernelVector.Width)
            {
                TElement.Store(Vector512.Load(line + half), ref target, (nuint)half);
            }
        }
    }

    private void Round(float* sums, T* products, int count, int width)
    {
        for (int row = 0; row < count; row++)
        {
            Rounding<T, TElement>.Round(sums + (row * outputs), products + (row * outputs), width);
        }
    }

    /// <summary>How many outputs the panel has that begins with one.</summary>
    private int WidthOf(int first) => Math.Min(PanelWidth, outputs - first);

    /// <summary>Memory of a pinned array.</summary>
    private static float* Address(ref float piece) => (float*)Unsafe.AsPointer(ref piece);
}
