using TorchSharp.Modules;
using TransferLearning.TextClassification.Runtime;
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

    /// <summary>Is told which rows a training reads, where someone wants to know.</summary>
    internal TouchedRows? Rows { get; set; }

    internal Tensor Forward(Tensor ids) // [tokens] -> [tokens, size]
    {
        if (Rows is not null && is_grad_enabled())
        {
            Lanes.InTurn(() => Rows.Touch(ids.data<long>().ToArray()));
        }

        return weight.index_select(0, ids);
    }
}
