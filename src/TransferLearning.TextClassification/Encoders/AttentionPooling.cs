using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders;

/// <summary>Several weighted sums of a text's tokens (Lin et al. 2017, arXiv 1703.03130): A = softmax(W₂ tanh(W₁ Hᵀ)), M = A H.</summary>
internal sealed class AttentionPooling : nn.Module
{
    private readonly Parameter inner; // [size, hidden]
    private readonly Parameter outer; // [hops, size]
    private readonly int hops;

    internal AttentionPooling(int hidden, int size, int hops)
        : base(nameof(AttentionPooling))
    {
        this.hops = hops;
        inner = Uninitialized.Parameter(size, hidden);
        outer = Uninitialized.Parameter(hops, size);
        RegisterComponents();
    }

    internal Tensor Forward(Tensor hidden, TokenBatch batch) // [tokens, hidden] -> [texts, hops * hidden]
    {
        Tensor scores = nn.functional.linear(nn.functional.linear(hidden, inner).tanh(), outer); // [tokens, hops]
        return PackedPooling.ByGroup(cat([hidden, scores], 1), batch, Sum);
    }

    private Tensor Sum(Tensor group) // [texts, length, hidden + hops] -> [texts, hops * hidden]
    {
        long size = group.shape[2] - hops;
        Tensor weights = group.narrow(2, size, hops).softmax(1); // [texts, length, hops]
        return weights.transpose(1, 2).bmm(group.narrow(2, 0, size)).reshape(group.shape[0], hops * size);
    }
}
