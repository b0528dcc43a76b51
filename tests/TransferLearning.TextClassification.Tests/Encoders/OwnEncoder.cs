using TorchSharp.Modules;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Tests.Encoders;

/// <summary>Embeddings, dropout and a dense layer on each token; a text is the mean of its tokens.</summary>
internal sealed class OwnEncoder : TextEncoder
{
    private readonly Parameter table;
    private readonly Parameter weight;

    internal OwnEncoder(int vocabulary, int size)
        : base(nameof(OwnEncoder))
    {
        HiddenSize = size;
        table = new Parameter(empty(vocabulary, size));
        weight = new Parameter(empty(size, size));
        RegisterComponents();
    }

    public override int HiddenSize { get; }

    public override EncoderOutput Forward(TokenBatch batch, ForwardContext context)
    {
        Tensor embedded = context.Dropout(table.index_select(0, batch.TokenIds), 0.1); // [tokens, size]
        Tensor vectors = embedded.mm(weight);
        Tensor[] means = [.. Enumerable.Range(0, batch.TextCount).Select(i => vectors[TensorIndex.Slice(batch.Offsets[i], batch.Offsets[i + 1])].mean([0]))];
        return new() { TokenVectors = vectors, TextVectors = stack(means), HiddenStates = context.KeepHiddenStates ? [embedded, vectors] : [] };
    }
}
