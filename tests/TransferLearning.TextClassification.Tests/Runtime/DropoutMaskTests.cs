using TorchSharp;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Runtime;

public sealed class DropoutMaskTests
{
    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(0.5, 12345)]
    [InlineData(0.999, 4294967290)] // element numbers go around
    public void Tensor_operations_give_the_same_mask(double probability, long first)
    {
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (long seed in new[] { 1, -7 })
        {
            DropoutMask mask = SeededRandom.FromSeed(seed).Dropout(probability).From((uint)first);
            float[] expected = new float[7 * 1001];
            mask.Fill(expected);

            torch.Tensor actual = mask.Compute([7, 1001], torch.CPU);

            Assert.Equal([7, 1001], actual.shape);
            Assert.Equal(expected, TensorMemory.ToArray(actual));
            Assert.InRange(expected.Count(factor => factor == 0) / (double)expected.Length, probability - 0.02, probability + 0.02);
        }
    }
}
