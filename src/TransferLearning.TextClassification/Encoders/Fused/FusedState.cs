using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>Hidden states between two blocks: in float32, in the numbers of the products, as a tensor; and what has come back of their gradient.</summary>
internal sealed unsafe class FusedState<T>
    where T : unmanaged
{
    internal required FusedMatrix<float> Full { get; init; }

    /// <summary>The same, rounded; the same memory where that is float32. Null: not made yet.</summary>
    internal FusedMatrix<T>? Low { get; set; }

    /// <summary>What the rest of the model sees.</summary>
    internal Tensor? Tensor { get; set; }

    /// <summary>The output before weight and bias of the norm, where a backward pass will come.</summary>
    internal FusedMatrix<T>? Normalized { get; init; }

    /// <summary>[1, rows]: 1 / the standard deviation of each row, where a backward pass will come.</summary>
    internal FusedMatrix<float>? Deviation { get; init; }

    /// <summary>A part of the gradient, [rows, columns], or null.</summary>
    internal float* Gradient { get; set; }

    /// <summary>Another part of the gradient, or null.</summary>
    internal FusedMatrix<T>? LowGradient { get; set; }
}
