using BenchmarkDotNet.Attributes;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Optimization;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Benchmarks.Micro;

/// <summary>Clipping and a step of AdamW over 4 million parameters.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "GlobalCleanup disposes; BenchmarkDotNet derives from the class.")]
public class OptimizerBenchmarks
{
    private Tensor parameter = null!;
    private ParameterOptimizer optimizer = null!;

    [GlobalSetup]
    public void Create()
    {
        parameter = zeros(2048, 2048).requires_grad_();
        optimizer = new AdamWKind(new()).Create([new ParameterGroup { Parameters = [("weight", parameter)] }]);
        using Tensor loss = parameter.sum();
        loss.backward();
    }

    /// <summary>A step clears the gradients, and an update by zeros would not be one as in training.</summary>
    [IterationSetup]
    public void FillGradient()
    {
        using Tensor gradient = parameter.grad!;
        gradient.fill_(0.01);
    }

    [Benchmark]
    public double ClipAndStep()
    {
        double norm = optimizer.ClipGradients(1);
        optimizer.Step(1);
        return norm;
    }

    [GlobalCleanup]
    public void DisposeAll()
    {
        optimizer.Dispose();
        parameter.Dispose();
    }
}
