using System.Diagnostics;
using TorchSharp;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>The matrix multiplication that this machine keeps up, and how much multiplying a text takes.</summary>
internal static class Roofline
{
    /// <summary>How long each product is repeated: what is compared with it is an average over seconds too.</summary>
    private const double SecondsOfShape = 1;

    private const int WarmUp = 3;

    /// <summary>The faster of 2048³ and 1024 × 384 × 1536 at the median time of a second of each, in units of 10^9 operations a second.</summary>
    internal static double Measure(string precision)
    {
        torch.ScalarType type = precision == "bfloat16" ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;
        NativeBackend.EnsureLoaded();
        return Math.Max(Sustained(2048, 2048, 2048, type), Sustained(1024, 384, 1536, type));
    }

    /// <summary>Operations of one text's forward pass through MiniLM: 2nL(4H² + 2HI) + 4n²HL.</summary>
    internal static double Forward(int tokens)
    {
        const double Layers = 6, Hidden = 384, Intermediate = 1536;
        return (2 * tokens * Layers * ((4 * Hidden * Hidden) + (2 * Hidden * Intermediate))) + (4.0 * tokens * tokens * Hidden * Layers);
    }

    private static double Sustained(int rows, int inner, int columns, torch.ScalarType type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        torch.Tensor a = torch.ones(rows, inner, type);
        torch.Tensor b = torch.ones(inner, columns, type);
        List<double> seconds = [];
        for (int i = 0; i < WarmUp; i++)
        {
            a.mm(b).Dispose();
        }

        Stopwatch whole = Stopwatch.StartNew();
        while (whole.Elapsed.TotalSeconds < SecondsOfShape)
        {
            long start = Stopwatch.GetTimestamp();
            a.mm(b).Dispose();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * rows * inner * columns / Statistics.Median(seconds) / 1e9;
    }
}
