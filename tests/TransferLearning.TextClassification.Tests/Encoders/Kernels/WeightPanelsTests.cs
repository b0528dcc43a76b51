using TransferLearning.TextClassification.Encoders.Kernels;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Encoders.Kernels;

public sealed class WeightPanelsTests
{
    [Theory]
    [InlineData(4, 16, 16)]
    [InlineData(20, 48, 80)] // the last panel is half as wide
    [InlineData(132, 64, 192)]
    public unsafe void EqualsTheWrittenOutProduct(int rows, int inputs, int outputs)
    {
        float[] input = Values(rows * inputs, 1);
        float[] weight = Values(outputs * inputs, 2);
        float[] product = new float[rows * outputs];
        WeightPanels panels = new(inputs, outputs);
        panels.Fill(weight.AsSpan(0, 16 * inputs), 0);
        panels.Fill(weight.AsSpan(16 * inputs), 16); // several blocks side by side
        fixed (float* first = input, products = product)
        {
            panels.Multiply(first, products, rows);
        }

        for (int row = 0; row < rows; row++)
        {
            for (int output = 0; output < outputs; output++)
            {
                double expected = 0;
                for (int i = 0; i < inputs; i++)
                {
                    expected += (double)input[(row * inputs) + i] * weight[(output * inputs) + i];
                }

                Assert.Equal(expected, product[(row * outputs) + output], 1e-5 * inputs);
            }
        }
    }

    private static float[] Values(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
