using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>float32 as it is.</summary>
internal readonly struct Float32Element : IElement<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref readonly float source, nuint index) => Vector512.LoadUnsafe(in source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, ref float destination, nuint index) => values.StoreUnsafe(ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLine(Vector512<float> first, Vector512<float> second, ref float line)
    {
        first.StoreUnsafe(ref line);
        second.StoreUnsafe(ref line, KernelVector.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadFirst(ref readonly float line) => Vector512.LoadUnsafe(in line);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadSecond(ref readonly float line) => Vector512.LoadUnsafe(in line, KernelVector.Width);
}
