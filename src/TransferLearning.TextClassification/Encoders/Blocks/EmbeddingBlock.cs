using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>A table of vectors, looked up by id.</summary>
internal sealed class EmbeddingBlock : nn.Module
{
    private readonly Parameter weight; // [rows, size]

    internal EmbeddingBlock(int rows, int size)
        : base(nameof(EmbeddingBlock))
    {
        weight = Uninitialized.Parameter(rows, size);
        RegisterComponents();
    }

    /// <summary>[rows, size].</summary>
    internal Parameter Weight => weight;

    internal Tensor Forward(Tensor ids) => weight.index_select(0, ids); // [tokens] -> [tokens, size]
}
