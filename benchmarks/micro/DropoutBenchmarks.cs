using BenchmarkDotNet.Attributes;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Benchmarks.Micro;

/// <summary>The dropout mask of 2,048 tokens with hidden size 384.</summary>
public class DropoutBenchmarks
{
    private readonly float[] mask = new float[2048 * 384];

    [Benchmark]
    public float Mask()
    {
        SeededRandom.FromSeed(42).Dropout(0.1).Fill(mask);
        return mask[0];
    }
}
