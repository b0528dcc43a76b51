using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>A feed-forward block whose activation is gated by a second projection (Shazeer 2020).</summary>
internal sealed class GatedFeedForwardBlock : nn.Module
{
    private readonly LinearBlock inner;
    private readonly LinearBlock outer;
    private readonly Func<Tensor, Tensor> activation;
    private readonly double dropout;

    internal GatedFeedForwardBlock(int hidden, int intermediate, string activation, double dropout, bool hasBias)
        : base(nameof(GatedFeedForwardBlock))
    {
        this.activation = Activation.Find(activation) ?? throw new ArgumentException($"The activation '{activation}' is not known.", nameof(activation));
        this.dropout = dropout;
        inner = new LinearBlock(hidden, 2 * intermediate, hasBias);
        outer = new LinearBlock(intermediate, hidden, hasBias);
        RegisterComponents();
    }

    internal LinearBlock Inner => inner;

    internal LinearBlock Outer => outer;

    internal Tensor Forward(Tensor input, ForwardContext context) // [tokens, hidden] -> 2 × [tokens, intermediate] -> [tokens, hidden]
    {
        Tensor[] parts = inner.Forward(input, context).chunk(2, -1);
        return outer.Forward(context.Dropout(activation(parts[0]) * parts[1], dropout), context);
    }
}
