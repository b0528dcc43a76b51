using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <content>Blocks that stay in registers.</content>
internal static partial class MatrixProduct
{
    private const nuint Width = KernelVector.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block8x2<TLayout, T, TElement>(ref float a, nuint aStride, ref T b, nuint bStride, nuint depth, ref float c, nuint cStride, bool add)
        where TLayout : struct, IOperandLayout
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        nuint row = TLayout.Row(aStride);
        nuint row2 = 2 * row;
        nuint row3 = 3 * row;
        nuint step = TLayout.Step(aStride);
        ref float a4 = ref Unsafe.Add(ref a, 4 * row);
        Vector512<float> c00 = default, c01 = default;
        Vector512<float> c10 = default, c11 = default;
        Vector512<float> c20 = default, c21 = default;
        Vector512<float> c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default;
        Vector512<float> c50 = default, c51 = default;
        Vector512<float> c60 = default, c61 = default;
        Vector512<float> c70 = default, c71 = default;
        if (add)
        {
            c00 = Vector512.LoadUnsafe(ref c, 0);
            c01 = Vector512.LoadUnsafe(ref c, Width);
            c10 = Vector512.LoadUnsafe(ref c, cStride);
            c11 = Vector512.LoadUnsafe(ref c, cStride + Width);
            c20 = Vector512.LoadUnsafe(ref c, 2 * cStride);
            c21 = Vector512.LoadUnsafe(ref c, 2 * cStride + Width);
            c30 = Vector512.LoadUnsafe(ref c, 3 * cStride);
            c31 = Vector512.LoadUnsafe(ref c, 3 * cStride + Width);
            c40 = Vector512.LoadUnsafe(ref c, 4 * cStride);
            c41 = Vector512.LoadUnsafe(ref c, 4 * cStride + Width);
            c50 = Vector512.LoadUnsafe(ref c, 5 * cStride);
            c51 = Vector512.LoadUnsafe(ref c, 5 * cStride + Width);
            c60 = Vector512.LoadUnsafe(ref c, 6 * cStride);
            c61 = Vector512.LoadUnsafe(ref c, 6 * cStride + Width);
            c70 = Vector512.LoadUnsafe(ref c, 7 * cStride);
            c71 = Vector512.LoadUnsafe(ref c, 7 * cStride + Width);
        }

        for (nuint k = 0; k < depth; k++)
        {
            Vector512<float> b0 = TElement.LoadFirst(ref b);
            Vector512<float> b1 = TElement.LoadSecond(ref b);
            Vector512<float> x = Vector512.Create(a);
            c00 = Vector512.MultiplyAddEstimate(x, b0, c00);
            c01 = Vector512.MultiplyAddEstimate(x, b1, c01);
            x = Vector512.Create(Unsafe.Add(ref a, row));
            c10 = Vector512.MultiplyAddEstimate(x, b0, c10);
            c11 = Vector512.MultiplyAddEstimate(x, b1, c11);
            x = Vector512.Create(Unsafe.Add(ref a, row2));
            c20 = Vector512.MultiplyAddEstimate(x, b0, c20);
            c21 = Vector512.MultiplyAddEstimate(x, b1, c21);
            x = Vector512.Create(Unsafe.Add(ref a, row3));
            c30 = Vector512.MultiplyAddEstimate(x, b0, c30);
            c31 = Vector512.MultiplyAddEstimate(x, b1, c31);
            x = Vector512.Create(a4);
            c40 = Vector512.MultiplyAddEstimate(x, b0, c40);
            c41 = Vector512.MultiplyAddEstimate(x, b1, c41);
            x = Vector512.Create(Unsafe.Add(ref a4, row));
            c50 = Vector512.MultiplyAddEstimate(x, b0, c50);
            c51 = Vector512.MultiplyAddEstimate(x, b1, c51);
            x = Vector512.Create(Unsafe.Add(ref a4, row2));
            c60 = Vector512.MultiplyAddEstimate(x, b0, c60);
            c61 = Vector512.MultiplyAddEstimate(x, b1, c61);
            x = Vector512.Create(Unsafe.Add(ref a4, row3));
            c70 = Vector512.MultiplyAddEstimate(x, b0, c70);
            c71 = Vector512.MultiplyAddEstimate(x, b1, c71);
            a = ref Unsafe.Add(ref a, step);
            a4 = ref Unsafe.Add(ref a4, step);
            b = ref Unsafe.Add(ref b, bStride);
        }

        c00.StoreUnsafe(ref c, 0);
        c01.StoreUnsafe(ref c, Width);
        c10.StoreUnsafe(ref c, cStride);
        c11.StoreUnsafe(ref c, cStride + Width);
        c20.StoreUnsafe(ref c, 2 * cStride);
        c21.StoreUnsafe(ref c, 2 * cStride + Width);
        c30.StoreUnsafe(ref c, 3 * cStride);
        c31.StoreUnsafe(ref c, 3 * cStride + Width);
        c40.StoreUnsafe(ref c, 4 * cStride);
        c41.StoreUnsafe(ref c, 4 * cStride + Width);
        c50.StoreUnsafe(ref c, 5 * cStride);
        c51.StoreUnsafe(ref c, 5 * cStride + Width);
        c60.StoreUnsafe(ref c, 6 * cStride);
        c61.StoreUnsafe(ref c, 6 * cStride + Width);
        c70.StoreUnsafe(ref c, 7 * cStride);
        c71.StoreUnsafe(ref c, 7 * cStride + Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block8x1<TLayout, T, TElement>(ref float a, nuint aStride, ref T b, nuint bStride, nuint depth, ref float c, nuint cStride, bool add)
        where TLayout : struct, IOperandLayout
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        nuint row = TLayout.Row(aStride);
        nuint row2 = 2 * row;
        nuint row3 = 3 * row;
        nuint step = TLayout.Step(aStride);
        ref float a4 = ref Unsafe.Add(ref a, 4 * row);
        Vector512<float> c00 = default;
        Vector512<float> c10 = default;
        Vector512<float> c20 = default;
        Vector512<float> c30 = default;
        Vector512<float> c40 = default;
        Vector512<float> c50 = default;
        Vector512<float> c60 = default;
        Vector512<float> c70 = default;
        if (add)
        {
            c00 = Vector512.LoadUnsafe(ref c, 0);
            c10 = Vector512.LoadUnsafe(ref c, cStride);
            c20 = Vector512.LoadUnsafe(ref c, 2 * cStride);
            c30 = Vector512.LoadUnsafe(ref c, 3 * cStride);
            c40 = Vector512.LoadUnsafe(ref c, 4 * cStride);
            c50 = Vector512.LoadUnsafe(ref c, 5 * cStride);
            c60 = Vector512.LoadUnsafe(ref c, 6 * cStride);
            c70 = Vector512.LoadUnsafe(ref c, 7 * cStride);
        }

        for (nuint k = 0; k < depth; k++)
        {
            Vector512<float> b0 = TElement.Load(ref b, 0);
            Vector512<float> x = Vector512.Create(a);
            c00 = Vector512.MultiplyAddEstimate(x, b0, c00);
            x = Vector512.Create(Unsafe.Add(ref a, row));
            c10 = Vector512.MultiplyAddEstimate(x, b0, c10);
            x = Vector512.Create(Unsafe.Add(ref a, row2));
            c20 = Vector512.MultiplyAddEstimate(x, b0, c20);
            x = Vector512.Create(Unsafe.Add(ref a, row3));
            c30 = Vector512.MultiplyAddEstimate(x, b0, c30);
            x = Vector512.Create(a4);
            c40 = Vector512.MultiplyAddEstimate(x, b0, c40);
            x = Vector512.Create(Unsafe.Add(ref a4, row));
            c50 = Vector512.MultiplyAddEstimate(x, b0, c50);
            x = Vector512.Create(Unsafe.Add(ref a4, row2));
            c60 = Vector512.MultiplyAddEstimate(x, b0, c60);
            x = Vector512.Create(Unsafe.Add(ref a4, row3));
            c70 = Vector512.MultiplyAddEstimate(x, b0, c70);
            a = ref Unsafe.Add(ref a, step);
            a4 = ref Unsafe.Add(ref a4, step);
            b = ref Unsafe.Add(ref b, bStride);
        }

        c00.StoreUnsafe(ref c, 0);
        c10.StoreUnsafe(ref c, cStride);
        c20.StoreUnsafe(ref c, 2 * cStride);
        c30.StoreUnsafe(ref c, 3 * cStride);
        c40.StoreUnsafe(ref c, 4 * cStride);
        c50.StoreUnsafe(ref c, 5 * cStride);
        c60.StoreUnsafe(ref c, 6 * cStride);
        c70.StoreUnsafe(ref c, 7 * cStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block4x2<TLayout, T, TElement>(ref float a, nuint aStride, ref T b, nuint bStride, nuint depth, ref float c, nuint cStride, bool add)
        where TLayout : struct, IOperandLayout
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        nuint row = TLayout.Row(aStride);
        nuint row2 = 2 * row;
        nuint row3 = 3 * row;
        nuint step = TLayout.Step(aStride);
        Vector512<float> c00 = default, c01 = default;
        Vector512<float> c10 = default, c11 = default;
        Vector512<float> c20 = default, c21 = default;
        Vector512<float> c30 = default, c31 = default;
        if (add)
        {
            c00 = Vector512.LoadUnsafe(ref c, 0);
            c01 = Vector512.LoadUnsafe(ref c, Width);
            c10 = Vector512.LoadUnsafe(ref c, cStride);
            c11 = Vector512.LoadUnsafe(ref c, cStride + Width);
            c20 = Vector512.LoadUnsafe(ref c, 2 * cStride);
            c21 = Vector512.LoadUnsafe(ref c, 2 * cStride + Width);
            c30 = Vector512.LoadUnsafe(ref c, 3 * cStride);
            c31 = Vector512.LoadUnsafe(ref c, 3 * cStride + Width);
        }

        for (nuint k = 0; k < depth; k++)
        {
            Vector512<float> b0 = TElement.LoadFirst(ref b);
            Vector512<float> b1 = TElement.LoadSecond(ref b);
            Vector512<float> x = Vector512.Create(a);
            c00 = Vector512.MultiplyAddEstimate(x, b0, c00);
            c01 = Vector512.MultiplyAddEstimate(x, b1, c01);
            x = Vector512.Create(Unsafe.Add(ref a, row));
            c10 = Vector512.MultiplyAddEstimate(x, b0, c10);
            c11 = Vector512.MultiplyAddEstimate(x, b1, c11);
            x = Vector512.Create(Unsafe.Add(ref a, row2));
            c20 = Vector512.MultiplyAddEstimate(x, b0, c20);
            c21 = Vector512.MultiplyAddEstimate(x, b1, c21);
            x = Vector512.Create(Unsafe.Add(ref a, row3));
            c30 = Vector512.MultiplyAddEstimate(x, b0, c30);
            c31 = Vector512.MultiplyAddEstimate(x, b1, c31);
            a = ref Unsafe.Add(ref a, step);
            b = ref Unsafe.Add(ref b, bStride);
        }

        c00.StoreUnsafe(ref c, 0);
        c01.StoreUnsafe(ref c, Width);
        c10.StoreUnsafe(ref c, cStride);
        c11.StoreUnsafe(ref c, cStride + Width);
        c20.StoreUnsafe(ref c, 2 * cStride);
        c21.StoreUnsafe(ref c, 2 * cStride + Width);
        c30.StoreUnsafe(ref c, 3 * cStride);
        c31.StoreUnsafe(ref c, 3 * cStride + Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block4x1<TLayout, T, TElement>(ref float a, nuint aStride, ref T b, nuint bStride, nuint depth, ref float c, nuint cStride, bool add)
        where TLayout : struct, IOperandLayout
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        nuint row = TLayout.Row(aStride);
        nuint row2 = 2 * row;
        nuint row3 = 3 * row;
        nuint step = TLayout.Step(aStride);
        Vector512<float> c00 = default;
        Vector512<float> c10 = default;
        Vector512<float> c20 = default;
        Vector512<float> c30 = default;
        if (add)
        {
            c00 = Vector512.LoadUnsafe(ref c, 0);
            c10 = Vector512.LoadUnsafe(ref c, cStride);
            c20 = Vector512.LoadUnsafe(ref c, 2 * cStride);
            c30 = Vector512.LoadUnsafe(ref c, 3 * cStride);
        }

        for (nuint k = 0; k < depth; k++)
        {
            Vector512<float> b0 = TElement.Load(ref b, 0);
            Vector512<float> x = Vector512.Create(a);
            c00 = Vector512.MultiplyAddEstimate(x, b0, c00);
            x = Vector512.Create(Unsafe.Add(ref a, row));
            c10 = Vector512.MultiplyAddEstimate(x, b0, c10);
            x = Vector512.Create(Unsafe.Add(ref a, row2));
            c20 = Vector512.MultiplyAddEstimate(x, b0, c20);
            x = Vector512.Create(Unsafe.Add(ref a, row3));
            c30 = Vector512.MultiplyAddEstimate(x, b0, c30);
            a = ref Unsafe.Add(ref a, step);
            b = ref Unsafe.Add(ref b, bStride);
        }

        c00.StoreUnsafe(ref c, 0);
        c10.StoreUnsafe(ref c, cStride);
        c20.StoreUnsafe(ref c, 2 * cStride);
        c30.StoreUnsafe(ref c, 3 * cStride);
    }
}
