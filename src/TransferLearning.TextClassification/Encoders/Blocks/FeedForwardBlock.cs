using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Two linear layers with an activation between them.</summary>
internal sealed class FeedForwardBlock : nn.Module
{
    private readonly LinearBlock inner;
    private readonly LinearBlock outer;
    private readonly Func<Tensor, Tensor> activation;

    internal FeedForwardBlock(int hidden, int intermediate, string activation)
        : base(nameof(FeedForwardBlock))
    {
        this.activation = Activation.Find(activation) ?? throw new ArgumentException($"The activation '{activation}' is not known.", nameof(activation));
        inner = new LinearBlock(hidden, intermediate);
        outer = new LinearBlock(intermediate, hidden);
        RegisterComponents();
    }

    internal LinearBlock Inner => inner;

    internal LinearBlock Outer => outer;

    internal Tensor Forward(Tensor input, ForwardContext context) => outer.Forward(activation(inner.Forward(input, context)), context); // [tokens, hidden] -> [tokens, intermediate] -> [tokens, hidden]
}
