using TorchSharp;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
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
    }

    [Fact]
    public void Memory_of_more_passes_at_once_than_processors_need_is_not_kept()
    {
        using ClassificationModel model = FusedPassTests.Create(Pooling.Pooler, "gelu", 0);
        using FusedEngine engine = FusedEngine.Create(torch.CPU, Precision.Float32)!;
        using TokenBatch batch = Batch();
        AtOnce(2 * Environment.ProcessorCount);
        long tensors = Tensors();

        AtOnce((4 * Environment.ProcessorCount) + 3);

        Assert.Equal(tensors, Tensors());

        void AtOnce(int count)
        {
            FusedPass[] passes = [.. Enumerable.Range(0, count).Select(_ => engine.Begin(needsGradients: false))];
            foreach (FusedPass pass in passes)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                _ = model.Forward(batch, ForwardContext.Inference(pass));
            }

            Array.ForEach(passes, pass => pass.Dispose());
        }
    }

    private static long Tensors()
    {
        for (int round = 0; round < 2; round++)
        {
            GC.Collect(); // what earlier tests left to finalizers, and what those held
            GC.WaitForPendingFinalizers();
        }

        return torch.Tensor.TotalCount;
    }
}
