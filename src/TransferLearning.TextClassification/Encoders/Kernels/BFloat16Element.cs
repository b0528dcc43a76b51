using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>bfloat16: the upper half of a float32.</summary>
internal readonly struct BFloat16Element : IElement<ushort>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref readonly ushort source, nuint index)
    {
        Vector256<ushort> halves = Vector256.LoadUnsafe(in source, index);
        if (Avx512F.IsSupported)
        {
            return (Avx512F.ConvertToVector512UInt32(halves) << 16).AsSingle();
        }

        (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(halves);
        return (Vector512.Create(lower, upper) << 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, ref ushort destination, nuint index)
    {
        Vector512<uint> rounded = Round(values) >> 16;
        Vector256<ushort> halves = Avx512F.IsSupported
            ? Avx512F.ConvertToVector256UInt16(rounded)
            : Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
        halves.StoreUnsafe(ref destination, index);
    }

    /// <summary>A line's halves stand in turn: two numbers are the two halves of 32 bits, which a shift or a mask takes apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLine(Vector512<float> first, Vector512<float> second, ref ushort line) =>
        ((Round(first) >> 16) | (Round(second) & Vector512.Create(0xFFFF0000u))).AsUInt16().StoreUnsafe(ref line);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadFirst(ref readonly ushort line) => (Vector512.LoadUnsafe(in line).AsUInt32() << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadSecond(ref readonly ushort line) => (Vector512.LoadUnsafe(in line).AsUInt32() & Vector512.Create(0xFFFF0000u)).AsSingle();

    /// <summary>Rounds to the upper halves; the lower ones hold anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Round(Vector512<float> values)
    {
        Vector512<uint> bits = values.AsUInt32();
        Vector512<uint> rounded = bits + Vector512.Create(0x7FFFu) + ((bits >> 16) & Vector512<uint>.One);
        // Rounding could carry a not-a-number over into zero or infinity.
        return Vector512.ConditionalSelect(Vector512.Equals(values, values).AsUInt32(), rounded, Vector512.Create(0x7FC00000u));
    }
}
