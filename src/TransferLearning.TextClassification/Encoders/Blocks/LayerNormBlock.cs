using TorchSharp.Modules;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Layer normalisation over the last dimension (Ba, Kiros, Hinton 2016).</summary>
internal sealed unsafe class LayerNormBlock : nn.Module
{
    private readonly Parameter weight; // [size]
    private readonly Parameter? bias; // [size]
    private readonly long[] shape;
    private readonly double epsilon;

    internal LayerNormBlock(int size, double epsilon, bool hasBias = true)
        : base(nameof(LayerNormBlock))
    {
        shape = [size];
        this.epsilon = epsilon;
        weight = Uninitialized.Parameter(size);
        bias = hasBias ? Uninitialized.Parameter(size) : null;
        RegisterComponents();
    }

    /// <summary>[size].</summary>
    internal Parameter Weight => weight;

    /// <summary>[size], or null: no bias.</summary>
    internal Parameter? Bias => bias;

    internal double Epsilon => epsilon;

    /// <summary>The weight's memory on the processor.</summary>
    internal float* WeightPointer => TensorMemory.Pointer(weight);

    /// <summary>The bias's memory on the processor, or null.</summary>
    internal float* BiasPointer => bias is null ? null : TensorMemory.Pointer(bias);

    internal Tensor Forward(Tensor input) => nn.functional.layer_norm(input, shape, weight, bias, epsilon); // [.., size]
}
