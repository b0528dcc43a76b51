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
}
