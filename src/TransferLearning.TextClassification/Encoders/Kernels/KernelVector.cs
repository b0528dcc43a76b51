using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>Arithmetic on vectors of <see cref="Width"/> float32 numbers.</summary>
internal static class KernelVector
{
    /// <summary>Numbers in a vector.</summary>
    internal const int Width = 16;

    /// <summary>The exponential of x is 2 to this times x.</summary>
    internal const float Log2E = 1.44269504f;

    // The polynomial of degree 5 that is nearest to 2^x on [-1/2, 1/2] in relative error (7.5e-8, by Remez' algorithm); its constant is 1 in float32.
    private const float C1 = 0.69314697f;
    private const float C2 = 0.24022120f;
    private const float C3 = 0.055507133f;
    private const float C4 = 0.0096755413f;
    private const float C5 = 0.0013276472f;

    /// <summary>2^x, relative error below 3e-7; 0 below -126.5; for x up to 127. Not-a-number stays so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> PowerOfTwo(Vector512<float> x)
    {
        // Adding 1.5 * 2^23 rounds to an integer, which then stands in the low bits; 127 more and it is the exponent of a float32.
        Vector512<float> magic = Vector512.Create(12582912f + 127f);
        x = Vector512.MaxNative(Vector512.Create(-127f), x);
        Vector512<float> shifted = x + magic;
        Vector512<float> f = x - (shifted - magic);
        Vector512<float> p = Vector512.Create(C5);
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(C4));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(C3));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(C2));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(C1));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512<float>.One);
        return p * (shifted.AsInt32() << 23).AsSingle();
    }

    /// <summary>1 / x for normal numbers, relative error below 2e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Reciprocal(Vector512<float> x)
    {
        if (Avx512F.IsSupported)
        {
            // 14 bits, and one step of Newton's method.
            Vector512<float> estimate = Avx512F.Reciprocal14(x);
            return estimate * (Vector512.Create(2f) - (x * estimate));
        }

        return Vector512<float>.One / x;
    }

    /// <summary>The sum of a vector's numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Sum(Vector512<float> x)
    {
        Vector256<float> half = x.GetLower() + x.GetUpper();
        return Vector128.Sum(half.GetLower() + half.GetUpper());
    }

    /// <summary>Asks for the memory that will soon be read or written, where the processor can be asked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void Prefetch<T>(ref readonly T at, int index)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            // A hint: an address that is no longer right, or never was, does no harm.
            Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.Add(ref Unsafe.AsRef(in at), index)));
        }
    }
}
