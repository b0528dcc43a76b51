using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// Moves one head's rows between a packed tensor, where they lie far apart, and a dense float32 matrix, whose rows are padded to whole vectors with zeros.
/// "Ahead" of each row lies the memory that is asked for meanwhile. What is left of a row beyond whole vectors takes a slow path, apart from the main loops:
/// a call within them would cost more than all the rest.
/// </summary>
internal static class HeadRows<T, TElement>
    where T : unmanaged
    where TElement : struct, IElement<T>
{
    /// <summary>Copies rows of <paramref name="size"/> elements into a matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Load(ref readonly T source, int sourceStride, int rows, int size, ref float matrix, int stride, int ahead)
    {
        int whole = size & -KernelVector.Width;
        ref T from = ref Unsafe.AsRef(in source);
        ref float to = ref matrix;
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < whole; i += KernelVector.Width)
            {
                KernelVector.Prefetch(in from, i + ahead);
                TElement.Load(in from, (nuint)i).StoreUnsafe(ref to, (nuint)i);
            }

            from = ref Unsafe.Add(ref from, sourceStride);
            to = ref Unsafe.Add(ref to, stride);
        }

        for (int row = 0; row < rows && whole < size; row++)
        {
            LoadTail(in source, (row * sourceStride) + whole, size - whole).StoreUnsafe(ref matrix, (nuint)((row * stride) + whole));
        }
    }

    /// <summary>Copies a matrix, each row times its own factor, into rows of <paramref name="size"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Store(
        ref readonly float matrix, int stride, int rows, int size, ref readonly float factors, ref T destination, int destinationStride, int ahead)
    {
        int whole = size & -KernelVector.Width;
        ref float from = ref Unsafe.AsRef(in matrix);
        ref T to = ref destination;
        for (int row = 0; row < rows; row++)
        {
            Vector512<float> factor = Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in factors), row));
            for (int i = 0; i < whole; i += KernelVector.Width)
            {
                KernelVector.Prefetch(in to, i + ahead);
                TElement.Store(Vector512.LoadUnsafe(in from, (nuint)i) * factor, ref to, (nuint)i);
            }

            from = ref Unsafe.Add(ref from, stride);
            to = ref Unsafe.Add(ref to, destinationStride);
        }

        for (int row = 0; row < rows && whole < size; row++)
        {
            Vector512<float> factor = Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in factors), row));
            Vector512<float> values = Vector512.LoadUnsafe(in matrix, (nuint)((row * stride) + whole)) * factor;
            StoreTail(values, ref Unsafe.Add(ref destination, (row * destinationStride) + whole), size - whole);
        }
    }

    /// <summary>Copies a matrix times a factor into rows of <paramref name="size"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Store(
        ref readonly float matrix, int stride, int rows, int size, float factor, ref T destination, int destinationStride, int ahead)
    {
        const int Some = 64;
        Span<float> factors = stackalloc float[Some];
        factors.Fill(factor);
        for (int row = 0; row < rows; row += Some)
        {
            Store(
                in Unsafe.Add(ref Unsafe.AsRef(in matrix), row * stride), stride, Math.Min(Some, rows - row), size, in factors[0],
                ref Unsafe.Add(ref destination, row * destinationStride), destinationStride, ahead);
        }
    }

    /// <summary>The dot product of each of a matrix's rows with a row of <paramref name="size"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Dot(ref readonly T source, int sourceStride, int rows, int size, ref readonly float matrix, int stride, ref float dots, int ahead)
    {
        int whole = size & -KernelVector.Width;
        ref T from = ref Unsafe.AsRef(in source);
        ref float with = ref Unsafe.AsRef(in matrix);
        for (int row = 0; row < rows; row++)
        {
            Vector512<float> sum = default;
            for (int i = 0; i < whole; i += KernelVector.Width)
            {
                KernelVector.Prefetch(in from, i + ahead);
                sum = Vector512.MultiplyAddEstimate(TElement.Load(in from, (nuint)i), Vector512.LoadUnsafe(ref with, (nuint)i), sum);
            }

            Unsafe.Add(ref dots, row) = KernelVector.Sum(sum);
            from = ref Unsafe.Add(ref from, sourceStride);
            with = ref Unsafe.Add(ref with, stride);
        }

        for (int row = 0; row < rows && whole < size; row++)
        {
            Vector512<float> tail = LoadTail(in source, (row * sourceStride) + whole, size - whole);
            Unsafe.Add(ref dots, row) += KernelVector.Sum(tail * Vector512.LoadUnsafe(in matrix, (nuint)((row * stride) + whole)));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<float> LoadTail(ref readonly T source, int index, int count)
    {
        Span<T> buffer = stackalloc T[KernelVector.Width];
        buffer.Clear();
        MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in source), index), count).CopyTo(buffer);
        return TElement.Load(in buffer[0], 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreTail(Vector512<float> values, ref T destination, int count)
    {
        Span<T> buffer = stackalloc T[KernelVector.Width];
        TElement.Store(values, ref buffer[0], 0);
        buffer[..count].CopyTo(MemoryMarshal.CreateSpan(ref destination, count));
    }
}
