using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TorchSharp;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>
/// A counter-based dropout mask (Srivastava et al. 2014): element i depends on the key and on i alone, so a backward pass finds the forward pass's choice again,
/// whichever thread asks. Two rounds of the 32-bit finalizer "lowbias32" (C. Wellons, "Prospecting for Hash Functions"), keyed between them.
/// </summary>
internal readonly struct DropoutMask
{
    private const uint FirstFactor = 0x7feb352d;
    private const uint SecondFactor = 0x846ca68b;

    private readonly uint threshold;
    private readonly uint low;
    private readonly uint high;
    private readonly float kept;

    /// <summary>The mask of a stream's key: 0 with the given probability, else 1 / (1 - probability).</summary>
    internal DropoutMask(ulong key, double probability)
    {
        threshold = (uint)Math.Min(uint.MaxValue, probability * 4294967296.0);
        kept = (float)(1 / (1 - probability));
        (low, high) = ((uint)key, (uint)(key >> 32));
    }

    private DropoutMask(in DropoutMask whole, uint first)
    {
        this = whole;
        low += first;
    }

    /// <summary>Whether there is anything to drop; the default value drops nothing.</summary>
    internal bool IsActive => threshold > 0;

    /// <summary>The part of the mask that begins at an element.</summary>
    internal DropoutMask From(uint first) => new(this, first);

    /// <summary>The factors of 16 elements from <paramref name="first"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<float> At(uint first)
    {
        Vector512<uint> hash = Finalize(Vector512<uint>.Indices + Vector512.Create(first + low));
        hash = Finalize(hash + Vector512.Create(high));
        return (Vector512.GreaterThanOrEqual(hash, Vector512.Create(threshold)) & Vector512.Create(kept).AsUInt32()).AsSingle();
    }

    /// <summary>Writes the factors from the first element on.</summary>
    internal void Fill(Span<float> factors)
    {
        int i = 0;
        for (; i <= factors.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            At((uint)i).CopyTo(factors[i..]);
        }

        for (Vector512<float> last = At((uint)i); i < factors.Length; i++)
        {
            factors[i] = last[i % Vector512<float>.Count];
        }
    }

    /// <summary>The factors as a float32 tensor; on another device than the processor they are computed there, so that nothing but the key leaves the host.</summary>
    internal torch.Tensor ToTensor(ReadOnlySpan<long> shape, torch.Device device) => device.type == DeviceType.CPU ? TensorMemory.Filled(shape, device, Fill) : Compute(shape, device);

    /// <summary>The same factors by tensor operations: 32-bit numbers in int64, of which a product may keep what is beyond 32 bits until it is masked.</summary>
    internal torch.Tensor Compute(ReadOnlySpan<long> shape, torch.Device device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long count = 1;
        foreach (long size in shape)
        {
            count *= size;
        }

        torch.Tensor mask = Number(uint.MaxValue); // numbers lie on the device: a step with one of the host might wait
        torch.Tensor sixteen = Number(16);
        torch.Tensor fifteen = Number(15);
        torch.Tensor hash = torch.arange(count, torch.ScalarType.Int64, device);
        Scramble(hash.add_((long)low));
        Scramble(hash.add_((long)high));
        return hash.ge((long)threshold).to(torch.ScalarType.Float32).mul_(kept).reshape(shape.ToArray()).MoveToOuterDisposeScope();

        torch.Tensor Number(long value) => torch.full([1], value, torch.ScalarType.Int64, device);

        void Scramble(torch.Tensor x)
        {
            x.bitwise_and_(mask);
            x.bitwise_xor_(x.bitwise_right_shift(sixteen));
            x.mul_((long)FirstFactor).bitwise_and_(mask);
            x.bitwise_xor_(x.bitwise_right_shift(fifteen));
            x.mul_((long)unchecked((int)SecondFactor)).bitwise_and_(mask); // the same 32 bits, and no overflow of 64
            x.bitwise_xor_(x.bitwise_right_shift(sixteen));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Finalize(Vector512<uint> x)
    {
        x ^= x >> 16;
        x *= Vector512.Create(FirstFactor);
        x ^= x >> 15;
        x *= Vector512.Create(SecondFactor);
        return x ^ (x >> 16);
    }
}
