using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>What an encoder makes of a batch; its tensors belong to the dispose scope of the forward pass.</summary>
[Experimental("TLTC1001")]
public sealed class EncoderOutput
{
    /// <summary>The vector of each token after the last layer, <c>[tokens, hidden]</c>.</summary>
    public required torch.Tensor TokenVectors { get; init; }

    /// <summary>One vector a text, in the order of the batch, <c>[texts, hidden]</c>.</summary>
    public required torch.Tensor TextVectors { get; init; }

    /// <summary>Where <see cref="ForwardContext.KeepHiddenStates"/> asks for them: the embeddings and the output of every layer, each <c>[tokens, hidden]</c>.</summary>
    public ImmutableArray<torch.Tensor> HiddenStates { get; init; } = [];
}
