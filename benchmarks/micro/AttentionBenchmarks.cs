using BenchmarkDotNet.Attributes;
using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Benchmarks.Micro;

/// <summary>
/// Self-attention of 2,048 tokens in texts of one length, 12 heads of size 32, on one thread; beside it libtorch's on the same memory. A pass forward is
/// 4 × length × 384 floating-point operations a token, one backward two and a half times that.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "GlobalCleanup disposes; BenchmarkDotNet derives from the class.")]
public class AttentionBenchmarks
{
    private const int Tokens = 2048;
    private const int Heads = 12;
    private const int HeadSize = 32;
    private const int Hidden = Heads * HeadSize;

    private readonly AttentionShape shape = new(Heads, HeadSize, 1 / MathF.Sqrt(HeadSize));
    private readonly float[] logSumExp = new float[Heads * Tokens];
    private readonly float[] input = new float[Tokens * 3 * Hidden];
    private readonly float[] output = new float[Tokens * Hidden];
    private readonly float[] outputGradient = new float[Tokens * Hidden];
    private readonly float[] gradient = new float[Tokens * 3 * Hidden];
    private readonly ushort[] shortInput = new ushort[Tokens * 3 * Hidden];
    private readonly ushort[] shortOutput = new ushort[Tokens * Hidden];
    private readonly ushort[] shortOutputGradient = new ushort[Tokens * Hidden];
    private readonly ushort[] shortGradient = new ushort[Tokens * 3 * Hidden];
    private int[] offsets = [];
    private Tensor tensor = null!;

    [Params(32, 64, 128, 256)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Create()
    {
        set_num_threads(1);
        offsets = [.. Enumerable.Range(0, (Tokens / Length) + 1).Select(text => text * Length)];
        SeededRandom.FromSeed(1).FillNormal(input, 1);
        SeededRandom.FromSeed(2).FillNormal(outputGradient, 1);
        Shorten(input, shortInput);
        Shorten(outputGradient, shortOutputGradient);
        tensor = from_array(input).view(Tokens / Length, Length, 3, Heads, HeadSize).permute(2, 0, 3, 1, 4).detach();
        ForwardForTraining();
        ForwardForTrainingInBFloat16();
    }

    [GlobalCleanup]
    public void DisposeAll() => tensor.Dispose();

    [Benchmark]
    public void Forward() => PackedAttention.Forward(shape, offsets, .., input, output, []);

    [Benchmark]
    public void ForwardInBFloat16() => PackedAttention.Forward(shape, offsets, .., shortInput, shortOutput, []);

    [Benchmark(Baseline = true)]
    public void TorchForward()
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        _ = nn.functional.scaled_dot_product_attention(tensor[0], tensor[1], tensor[2]);
    }

    [Benchmark]
    public void Backward() => PackedAttention.Backward(shape, offsets, .., input, output, logSumExp, outputGradient, gradient);

    [Benchmark]
    public void BackwardInBFloat16() => PackedAttention.Backward(shape, offsets, .., shortInput, shortOutput, logSumExp, shortOutputGradient, shortGradient);

    [Benchmark]
    public void ForwardAndBackward()
    {
        ForwardForTraining();
        Backward();
    }

    [Benchmark]
    public void ForwardAndBackwardInBFloat16()
    {
        ForwardForTrainingInBFloat16();
        BackwardInBFloat16();
    }

    [Benchmark]
    public void TorchForwardAndBackward()
    {
        using var scope = NewDisposeScope();
        Tensor leaf = tensor.detach().requires_grad_();
        nn.functional.scaled_dot_product_attention(leaf[0], leaf[1], leaf[2]).sum().backward();
    }

    private void ForwardForTraining() => PackedAttention.Forward(shape, offsets, .., input, output, logSumExp);

    private void ForwardForTrainingInBFloat16() => PackedAttention.Forward(shape, offsets, .., shortInput, shortOutput, logSumExp);

    private static void Shorten(float[] values, ushort[] shortened)
    {
        for (int i = 0; i < values.Length; i++)
        {
            shortened[i] = (ushort)(BitConverter.SingleToUInt32Bits(values[i]) >> 16);
        }
    }
}
