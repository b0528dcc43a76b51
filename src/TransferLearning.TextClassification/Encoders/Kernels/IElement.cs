using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>How numbers stored as <typeparamref name="T"/> become float32 and back.</summary>
internal interface IElement<T>
    where T : unmanaged
{
    /// <summary>Reads <see cref="KernelVector.Width"/> numbers.</summary>
    public static abstract Vector512<float> Load(ref readonly T source, nuint index);

    /// <summary>Writes <see cref="KernelVector.Width"/> numbers, rounded to the nearest, ties to even.</summary>
    public static abstract void Store(Vector512<float> values, ref T destination, nuint index);

    /// <summary>Writes a line of twice <see cref="KernelVector.Width"/> numbers in the order that is the fastest to read.</summary>
    public static abstract void StoreLine(Vector512<float> first, Vector512<float> second, ref T line);

    /// <summary>Reads the first half of a line.</summary>
    public static abstract Vector512<float> LoadFirst(ref readonly T line);

    /// <summary>Reads the second half of a line.</summary>
    public static abstract Vector512<float> LoadSecond(ref readonly T line);
}
