using System.Runtime.CompilerServices;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>A line is a row.</summary>
internal readonly struct RowMajor : IOperandLayout
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Row(nuint stride) => stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Step(nuint stride) => 1;
}
