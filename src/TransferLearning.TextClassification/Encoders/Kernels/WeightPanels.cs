using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// Weights laid out for products with them, once for many products: panels of 32 outputs, each [inputs, 32] and small enough for a near cache. Outputs are a
/// multiple of 16, inputs of 4. What a row of a product holds depends on that row alone.
/// </summary>
internal sealed class WeightPanels
{
    private const int PanelWidth = 2 * KernelVector.Width;
    private const long LeastWork = 1 << 21; // operations that are worth another thread

    private readonly float[] values; // [panels][inputs, 32]
    private readonly int inputs;
    private readonly int outputs;

    internal WeightPanels(int inputs, int outputs)
    {
        this.inputs = inputs;
        this.outputs = outputs;
        values = GC.AllocateUninitializedArray<float>(inputs * outputs);
    }

    /// <summary>Takes over the weights of the outputs from <paramref name="first"/> on, a multiple of 16.</summary>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="first">Which output its first row is.</param>
    internal unsafe void Fill(ReadOnlySpan<float> weight, int first)
    {
        fixed (float* fixedWeight = weight)
        {
            float* start = fixedWeight;
            WorkerThreads.ForRanges(weight.Length / inputs / KernelVector.Width, 4, Environment.ProcessorCount, (_, begin, end) =>
            {
                for (int group = begin; group < end; group++)
                {
                    int output = first + (group * KernelVector.Width);
                    (int panel, int width) = PanelOf(output);
                    Transposition.Transpose(
                        in start[group * KernelVector.Width * inputs], inputs, KernelVector.Width, inputs, 1, ref values[(panel * inputs) + output - panel], width);
                }
            });
        }
    }

    /// <summary>products[rows, outputs] = rows[rows, inputs] Wᵀ; the number of rows is a multiple of 4.</summary>
    internal unsafe void Multiply(float* rows, float* products, int count)
    {
        int panels = (outputs + PanelWidth - 1) / PanelWidth;
        long work = 2L * count * inputs * PanelWidth;
        int least = (int)Math.Clamp(LeastWork / work, 1, panels);
        WorkerThreads.ForRanges(panels, least, 2 * Environment.ProcessorCount, (_, begin, end) =>
        {
            for (int first = begin * PanelWidth; first < Math.Min(end * PanelWidth, outputs); first += PanelWidth)
            {
                (_, int width) = PanelOf(first);
                MatrixProduct.Multiply<RowMajor>(ref *rows, inputs, ref values[first * inputs], width, ref products[first], outputs, count, inputs, width);
            }
        });
    }

    /// <summary>The first output of the panel of an output, and how many outputs it has.</summary>
    private (int First, int Width) PanelOf(int output)
    {
        int first = output / PanelWidth * PanelWidth;
        return (first, Math.Min(PanelWidth, outputs - first));
    }
}
