using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>
/// The matrix products of tensor operations: both operands are rounded, and the result is float32 again. Gradients pass through the roundings, so that those of weights are float32, as are
/// residual stream, norms and softmax. A weight is rounded anew at each use.
/// </summary>
internal sealed class Products
{
    private readonly ScalarType? rounded; // null: operands stay float32

    private Products(ScalarType? rounded) => this.rounded = rounded;

    /// <summary>Products without any rounding.</summary>
    internal static Products Float32 { get; } = new(null);

    private static readonly Products BFloat16 = new(ScalarType.BFloat16);
    private static readonly Products Float16 = new(ScalarType.Float16);

    /// <summary>Whether operands stay float32.</summary>
    internal bool AreFloat32 => rounded is null;

    /// <summary>Whether gradients of usual size become too small for these numbers.</summary>
    internal bool NeedLossScaling => rounded == ScalarType.Float16;

    /// <summary>The products in some numbers, which a device has decided: not <see cref="Precision.Auto"/>.</summary>
    internal static Products In(Precision numbers) => numbers switch
    {
        Precision.Float32 => Float32,
        Precision.BFloat16 => BFloat16,
        Precision.Float16 => Float16,
        _ => throw new ArgumentOutOfRangeException(nameof(numbers), numbers, "The device decides first."),
    };

    /// <summary>x Wᵀ + b: <c>[.., inputs]</c> to <c>[.., outputs]</c>. The bias is added in float32.</summary>
    internal Tensor Linear(Tensor input, Tensor weight, Tensor? bias)
    {
        if (AreFloat32)
        {
            return nn.functional.linear(input, weight, bias);
        }

        Tensor product = nn.functional.linear(Round(input), Round(weight));
        return bias is null ? product.to(ScalarType.Float32) : product + bias; // the sum of both types is float32
    }

    /// <summary>a b, matrix by matrix.</summary>
    internal Tensor Multiply(Tensor a, Tensor b) => AreFloat32 ? matmul(a, b) : matmul(Round(a), Round(b)).to(ScalarType.Float32);

    /// <summary>softmax(q kᵀ / √headSize + bias) v in one operation; its softmax is float32 inside. A bias only where operands stay float32.</summary>
    internal Tensor Attention(Tensor q, Tensor k, Tensor v, Tensor? bias, bool isCausal) => AreFloat32
        ? nn.functional.scaled_dot_product_attention(q, k, v, bias, is_casual: isCausal)
        : nn.functional.scaled_dot_product_attention(Round(q), Round(k), Round(v), is_casual: isCausal).to(ScalarType.Float32);

    private Tensor Round(Tensor operand) => rounded is { } type ? operand.to(type) : operand;
}
