using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>The memory of one pass.</summary>
/// <param name="isFloat32">Whether products are of float32 numbers; else of bfloat16.</param>
internal sealed class FusedMemory(bool isFloat32) : IDisposable
{
    /// <summary>
    /// float32 that kernels alone write to. Results that automatic differentiation sees lie here: a tensor operation that writes elsewhere in the same memory would
    /// count as a change of them.
    /// </summary>
    internal FusedArena States { get; } = new(ScalarType.Float32, sizeof(float));

    /// <summary>The operands and results of matrix products.</summary>
    internal FusedArena Products { get; } = isFloat32 ? new(ScalarType.Float32, sizeof(float)) : new(ScalarType.BFloat16, sizeof(ushort));

    /// <summary>The place to which <see cref="Release"/> goes back.</summary>
    internal FusedMarks Mark() => new(States.Mark, Products.Mark);

    /// <summary>Gives up all that was taken since the mark.</summary>
    internal void Release(FusedMarks marks)
    {
        States.Release(marks.States);
        Products.Release(marks.Products);
    }

    internal void Reset()
    {
        States.Reset();
        Products.Reset();
    }

    public void Dispose()
    {
        States.Dispose();
        Products.Dispose();
    }
}
