using TorchSharp.Modules;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>y = x Wᵀ + b, with parameters left uninitialised.</summary>
internal sealed class LinearBlock : nn.Module
{
    private readonly Parameter weight; // [outputs, inputs]
    private readonly Parameter? bias; // [outputs]

    internal LinearBlock(int inputs, int outputs, bool hasBias = true)
        : base(nameof(LinearBlock))
    {
        weight = Uninitialized.Parameter(outputs, inputs);
        bias = hasBias ? Uninitialized.Parameter(outputs) : null;
        RegisterComponents();
    }

    /// <summary>[outputs, inputs].</summary>
    internal Parameter Weight => weight;

    /// <summary>[outputs], or null: no bias.</summary>
    internal Parameter? Bias => bias;

    /// <summary><c>[.., inputs]</c> to <c>[.., outputs]</c> in float32, as heads compute.</summary>
    internal Tensor Forward(Tensor input) => nn.functional.linear(input, weight, bias);

    /// <summary><c>[.., inputs]</c> to <c>[.., outputs]</c> in the numbers of the pass, as layers compute.</summary>
    internal Tensor Forward(Tensor input, ForwardContext context) => context.Products.Linear(input, weight, bias);
}
