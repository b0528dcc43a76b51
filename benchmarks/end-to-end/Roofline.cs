using System.Diagnostics;
using TorchSharp;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>The fastest matrix multiplication of this machine, and how much multiplying a text takes.</summary>
internal static class Roofline
{
    /// <summary>The best of several products of 2048³ and 1024 × 384 × 1536, in units of 10^9 operations a second.</summary>
    internal static double Measure(string precision)
    {
        torch.ScalarType type = precision == "bfloat16" ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;
        NativeBackend.EnsureLoaded();
        return Math.Max(Best(2048, 2048, 2048, type), Best(1024, 384, 1536, type));
    }

    /// <summary>Operations of one text's forward pass through MiniLM: 2nL(4H² + 2HI) + 4n²HL.</summary>
    internal static double Forward(int tokens)
    {
        const double Layers = 6, Hidden = 384, Intermediate = 1536;
        return (2 * tokens * Layers * ((4 * Hidden * Hidden) + (2 * Hidden * Intermediate))) + (4.0 * tokens * tokens * Hidden * Layers);
    }

    private static double Best(int rows, int inner, int columns, torch.ScalarType type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        torch.Tensor a = torch.ones(rows, inner, type);
        torch.Tensor b = torch.ones(inner, columns, type);
        double best = double.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            a.mm(b).Dispose();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return 2.0 * rows * inner * columns / best / 1e9;
    }
}
