using System.Runtime.CompilerServices;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>A line is a column: the operand is stored transposed.</summary>
internal readonly struct ColumnMajor : IOperandLayout
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Row(nuint stride) => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Step(nuint stride) => stride;
}
