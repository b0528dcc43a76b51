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
        float[] product = new float[rows * outputs];
        fixed (float* first = input, products = product)
        {
            Panels<float, Float32Element>(inputs, outputs).Multiply(first, products, rows);
        }

        AssertProduct(input, Values(outputs * inputs, 2), product, rows, 1e-5 * inputs);
    }

    [Theory]
    [InlineData(4, 16, 16)]
    [InlineData(20, 48, 80)]
    [InlineData(64, 64, 192)]
    public unsafe void EqualsTheProductOfRoundedNumbers(int rows, int inputs, int outputs)
    {
        ushort[] input = [.. Values(rows * inputs, 1).Select(Rounded)];
        ushort[] product = new ushort[rows * outputs];
        fixed (ushort* first = input, products = product)
        {
            Panels<ushort, BFloat16Element>(inputs, outputs).Multiply(first, products, rows);
        }

        float[] weight = [.. Values(outputs * inputs, 2).Select(Rounded).Select(Widened)];
        AssertProduct([.. input.Select(Widened)], weight, [.. product.Select(Widened)], rows, Math.Sqrt(inputs) / 512);
    }

    /// <summary>Panels of weights in two blocks, of which the first has 16 outputs.</summary>
    private static unsafe WeightPanels<T, TElement> Panels<T, TElement>(int inputs, int outputs)
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        float[] weight = Values(outputs * inputs, 2);
        float[] first = weight[..(16 * inputs)];
        float[] second = weight[(16 * inputs)..];
        fixed (float* firstStart = first, secondStart = second)
        {
            (nint one, nint two) = ((nint)firstStart, (nint)secondStart);
            return new(inputs, outputs, output => (output < 16 ? one : two) + ((output < 16 ? output : output - 16) * inputs * sizeof(float)));
        }
    }

    private static void AssertProduct(float[] input, float[] weight, float[] product, int rows, double tolerance)
    {
        int inputs = input.Length / rows;
        int outputs = product.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            for (int output = 0; output < outputs; output++)
            {
                double expected = 0;
                for (int i = 0; i < inputs; i++)
                {
                    expected += (double)input[(row * inputs) + i] * weight[(output * inputs) + i];
                }

                Assert.Equal(expected, product[(row * outputs) + output], tolerance);
            }
        }
    }

    private static ushort Rounded(float value) => (ushort)((BitConverter.SingleToUInt32Bits(value) + 0x7FFF + ((BitConverter.SingleToUInt32Bits(value) >> 16) & 1)) >> 16);

    private static float Widened(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << 16);

    private static float[] Values(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
