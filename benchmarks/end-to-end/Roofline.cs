using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>The matrix multiplication that this machine keeps up, and how much multiplying a text takes.</summary>
internal static class Roofline
{
    /// <summary>How long each product is repeated: what is compared with it is an average over seconds too.</summary>
    private const double SecondsOfShape = 1;

    private const int WarmUp = 3;

    /// <summary>
    /// The fastest of 2048³ and 1024 × 384 × 1536 at the median time of a second of each, in units of 10^9 operations a second: by the native library, and in float32,
    /// where that does not use all that every processor has, by our own kernel too.
    /// </summary>
    internal static double Measure(string precision)
    {
        bool isLow = precision == "bfloat16";
        torch.ScalarType type = isLow ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;
        NativeBackend.EnsureLoaded();
        (int Rows, int Inner, int Columns)[] shapes = [(2048, 2048, 2048), (1024, 384, 1536)];
        return shapes.Max(shape => Math.Max(
            Native(shape.Rows, shape.Inner, shape.Columns, type), isLow ? 0 : Own(shape.Rows, shape.Inner, shape.Columns)));
    }

    /// <summary>Operations of one text's forward pass through MiniLM: 2nL(4H² + 2HI) + 4n²HL.</summary>
    internal static double Forward(int tokens)
    {
        const double Layers = 6, Hidden = 384, Intermediate = 1536;
        return (2 * tokens * Layers * ((4 * Hidden * Hidden) + (2 * Hidden * Intermediate))) + (4.0 * tokens * tokens * Hidden * Layers);
    }

    private static double Native(int rows, int inner, int columns, torch.ScalarType type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        torch.Tensor a = torch.ones(rows, inner, type);
        torch.Tensor b = torch.ones(inner, columns, type);
        return Sustained(2.0 * rows * inner * columns, () => a.mm(b).Dispose());
    }

    private static unsafe double Own(int rows, int inner, int columns)
    {
        float[] a = GC.AllocateArray<float>(rows * inner, pinned: true);
        float[] c = GC.AllocateArray<float>(rows * columns, pinned: true);
        float[] weight = GC.AllocateArray<float>(columns * inner, pinned: true);
        WeightPanels<float, Float32Element> panels = new(inner, columns, output => Marshal.UnsafeAddrOfPinnedArrayElement(weight, output * inner));
        float* first = (float*)Marshal.UnsafeAddrOfPinnedArrayElement(a, 0);
        float* products = (float*)Marshal.UnsafeAddrOfPinnedArrayElement(c, 0);
        double sustained = Sustained(2.0 * rows * inner * columns, () => panels.Multiply(first, products, rows));
        GC.KeepAlive((a, c, weight));
        return sustained;
    }

    /// <summary>Operations a second, in units of 10^9, at the median time of a second of repetitions.</summary>
    private static double Sustained(double operations, Action product)
    {
        for (int i = 0; i < WarmUp; i++)
        {
            product();
        }

        List<double> seconds = [];
        Stopwatch whole = Stopwatch.StartNew();
        while (whole.Elapsed.TotalSeconds < SecondsOfShape)
        {
            long start = Stopwatch.GetTimestamp();
            product();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return operations / Statistics.Median(seconds) / 1e9;
    }
}
