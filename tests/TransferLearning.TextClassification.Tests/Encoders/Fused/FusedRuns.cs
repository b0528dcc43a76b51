using TorchSharp;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Encoders.Fused;

/// <summary>A training pass of one batch with and without kernels.</summary>
internal static class FusedRuns
{
    private static readonly int[] Lengths = [3, 17, 1, 8, 8, 40, 33, 2, 5, 64];

    /// <summary>Logits and gradients by kernels in float32 are those of tensor operations.</summary>
    internal static void AssertSameInFloat32(ClassificationModel model)
    {
        using FusedEngine engine = FusedEngine.Create(torch.CPU, Precision.Float32)!;
        (float[] Logits, Dictionary<string, float[]> Gradients) expected = Run(model, (FusedEngine?)null);
        (float[] Logits, Dictionary<string, float[]> Gradients) kept = Run(model, engine);
        AssertSame(expected, kept);
        AssertSame(expected, Run(model, engine, leastTokens: 1)); // in parts: the same dropout, whichever part a token is in

        using FusedEngine checkpointing = FusedEngine.Create(torch.CPU, Precision.Float32, recomputes: true)!;
        (float[] logits, Dictionary<string, float[]> gradients) = Run(model, checkpointing);
        Assert.Equal(kept.Logits, logits);
        Assert.All(gradients, pair => Assert.Equal(kept.Gradients[pair.Key], pair.Value));
    }

    private static void AssertSame((float[] Logits, Dictionary<string, float[]> Gradients) expectedBoth, (float[] Logits, Dictionary<string, float[]> Gradients) both)
    {
        (float[] expected, Dictionary<string, float[]> expectedGradients) = expectedBoth;
        (float[] logits, Dictionary<string, float[]> gradients) = both;
        Assert.Equal(expected, logits, (a, b) => Math.Abs(a - b) <= 1e-5);
        Assert.Equal(expectedGradients.Keys.Order(), gradients.Keys.Order());
        foreach ((string name, float[] expectedGradient) in expectedGradients)
        {
            double scale = expectedGradient.Max(Math.Abs);
            double least = name.EndsWith(".key.bias", StringComparison.Ordinal) ? 3e-2 : 1e-2; // a key's bias shifts all scores of a query alike: its gradient is zero but for rounding
            Assert.True(Error(expectedGradient, gradients[name]) <= 2e-5 * Math.Max(scale, least), $"{name}: {Error(expectedGradient, gradients[name])} of {scale}");
        }
    }

    internal static (float[] Logits, Dictionary<string, float[]> Gradients) Run(ClassificationModel model, Precision? precision)
    {
        using FusedEngine? engine = precision is { } chosen ? FusedEngine.Create(torch.CPU, chosen) : null;
        return Run(model, engine);
    }

    internal static (float[] Logits, Dictionary<string, float[]> Gradients) Run(ClassificationModel model, FusedEngine? engine, int leastTokens = FusedParts.LeastTokens)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TokenBatch batch = Batch();
        using FusedParts? parts = engine is null ? null : FusedParts.Begin(engine, model.Encoder, batch, leastTokens);
        bool hasParts = leastTokens == 1 && model.Encoder.RunsOnLanes && Lanes.Count > 1;
        Assert.InRange(parts?.Count ?? 1, hasParts ? 2 : 1, hasParts ? Lanes.Count : 1); // fewer than lanes where a text costs more than a part should
        torch.Tensor logits = parts is null ? model.Forward(batch, ForwardContext.ForTraining(1, 2))
            : model.Forward(batch, parts, (pass, part) => ForwardContext.ForTraining(1, 2, pass, part: part));
        (logits * torch.tensor([0.3f, -1, 2])).sum().backward();
        parts?.Backward();
        return (TensorMemory.ToArray(logits), TakeGradients(model));
    }

    internal static Dictionary<string, float[]> TakeGradients(ClassificationModel model)
    {
        Dictionary<string, float[]> gradients = model.NamedParameters().Where(pair => pair.Parameter.grad is not null)
            .ToDictionary(pair => pair.Name, pair => TensorMemory.ToArray(pair.Parameter.grad!));
        foreach ((_, TorchSharp.Modules.Parameter parameter) in model.NamedParameters())
        {
            parameter.grad?.zero_();
        }

        return gradients;
    }

    internal static TokenBatch Batch() => TokenBatch.Create(
        [.. Lengths.Select((length, text) => new TokenizedText([.. Enumerable.Range(0, length).Select(i => 1 + ((i * (text + 3)) % 48))], null, false))], torch.CPU);

    internal static double Error(float[] expected, float[] actual) => expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Max();

    internal static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));
}
