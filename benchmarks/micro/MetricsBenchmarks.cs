using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using TransferLearning.TextClassification.Evaluation;

namespace TransferLearning.TextClassification.Benchmarks.Micro;

/// <summary>The evaluation report of 10,000 rows: all figures, from labels and scores that are there.</summary>
public class MetricsBenchmarks
{
    private const int Rows = 10_000;

    private string[] labels = null!;
    private int[] targets = null!;
    private float[][] probabilities = null!;

    [Params(2, 20, 150)]
    public int Labels { get; set; }

    [GlobalSetup]
    public void Create()
    {
        Random random = new(0);
        labels = [.. Enumerable.Range(0, Labels).Select(label => $"label {label}")];
        targets = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(Labels))];
        probabilities = [.. targets.Select(target => Softmax([.. Enumerable.Range(0, Labels).Select(label => random.NextSingle() + (label == target ? 1 : 0))]))];
    }

    [Benchmark]
    public double? Evaluate() => Evaluator.SingleLabel(labels, targets, probabilities).MacroF1;

    private static float[] Softmax(float[] logits)
    {
        TensorPrimitives.SoftMax(logits, logits);
        return logits;
    }
}
