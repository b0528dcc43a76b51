using TorchSharp;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Heads;
using Xunit;
using static TransferLearning.TextClassification.Tests.Encoders.Fused.FusedRuns;

namespace TransferLearning.TextClassification.Tests.Encoders.Fused;

/// <summary>The tensors of the process; nothing else may run beside.</summary>
[Collection(nameof(FusedMemoryTests))]
[CollectionDefinition(nameof(FusedMemoryTests), DisableParallelization = true)]
public sealed class FusedMemoryTests
{
    public FusedMemoryTests() => NativeBackend.EnsureLoaded();

    [Theory]
    [InlineData(Precision.Float32, FusedParts.LeastTokens)]
    [InlineData(Precision.BFloat16, FusedParts.LeastTokens)]
    [InlineData(Precision.BFloat16, 1)]
    public void Memory_is_used_again_by_the_next_step(Precision precision, int leastTokens)
    {
        using ClassificationModel model = FusedPassTests.Create(Pooling.Pooler, "gelu", 0.1);
        using FusedEngine engine = FusedEngine.Create(torch.CPU, precision)!;
        _ = Run(model, engine, leastTokens);
        long tensors = Tensors();

        for (int step = 0; step < 3; step++)
        {
            _ = Run(model, engine, leastTokens);
        }

        Assert.Equal(tensors, Tensors());

        static long Tensors()
        {
            for (int round = 0; round < 2; round++)
            {
                GC.Collect(); // what earlier tests left to finalizers, and what those held
                GC.WaitForPendingFinalizers();
            }

            return torch.Tensor.TotalCount;
        }
    }
}
