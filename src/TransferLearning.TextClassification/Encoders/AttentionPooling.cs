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

    /// <summary>The sums of every text, <c>[texts, hops * hidden]</c>; a block of the vectors counts only where the output's mask lets it.</summary>
    internal Tensor Forward(EncoderOutput output, TokenBatch batch) => Forward(output.TokenVectors, batch, output.BlockMask);

    internal Tensor Forward(Tensor hidden, TokenBatch batch, Tensor? mask = null) // [tokens, hidden], [tokens, blocks] -> [texts, hops * hidden]
    {
        int blocks = mask is null ? 1 : (int)mask.shape[1];
        Tensor scores = nn.functional.linear(nn.functional.linear(hidden, inner).tanh(), outer); // [tokens, hops]
        Tensor ofBlocks = mask is null ? scores : (mask.unsqueeze(2) + scores.unsqueeze(1)).view(-1, blocks * hops); // [tokens, blocks * hops]
        return PackedPooling.ByGroup(cat([hidden, ofBlocks], 1), batch, group => Sum(group, blocks));
    }

    private Tensor Sum(Tensor group, int blocks) // [texts, length, hidden + blocks * hops] -> [texts, hops * hidden]
    {
        (long texts, long length, long size) = (group.shape[0], group.shape[1], group.shape[2] - (blocks * hops));
        Tensor weights = group.narrow(2, size, blocks * hops).softmax(1).view(texts, length, blocks, hops).permute(0, 2, 3, 1); // [texts, blocks, hops, length]
        Tensor vectors = group.narrow(2, 0, size).view(texts, length, blocks, -1).transpose(1, 2); // [texts, blocks, length, hidden / blocks]
        return weights.matmul(vectors).transpose(1, 2).reshape(texts, hops * size);
    }
}
