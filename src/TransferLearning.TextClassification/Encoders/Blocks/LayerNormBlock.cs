using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Layer normalisation over the last dimension (Ba, Kiros, Hinton 2016).</summary>
internal sealed class LayerNormBlock : nn.Module
{
    private readonly Parameter weight; // [size]
    private readonly Parameter bias; // [size]
    private readonly long[] shape;
    private readonly double epsilon;

    internal LayerNormBlock(int size, double epsilon)
        : base(nameof(LayerNormBlock))
    {
        shape = [size];
        this.epsilon = epsilon;
        weight = Uninitialized.Parameter(size);
        bias = Uninitialized.Parameter(size);
        RegisterComponents();
    }

    internal Tensor Forward(Tensor input) => nn.functional.layer_norm(input, shape, weight, bias, epsilon); // [.., size]
}
