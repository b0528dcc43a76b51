using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>What an encoder makes of a batch; its tensors belong to the dispose scope of the forward pass.</summary>
[Experimental("TLTC1001")]
public sealed class EncoderOutput
{
    private readonly torch.Tensor? tokenVectors;

    /// <summary>The vector of each token after the last layer, <c>[tokens, hidden]</c>.</summary>
    /// <exception cref="InvalidOperationException">The head says by <c>ClassificationHead.UsesTokenVectors</c> that it does not read them, and the encoder left them out.</exception>
    public required torch.Tensor TokenVectors
    {
        get => tokenVectors
            ?? throw new InvalidOperationException("The token vectors were not computed: the head's UsesTokenVectors says that it does not read them. Let it return true.");
        init => tokenVectors = value;
    }

    /// <summary>
    /// Where a token's vector stands in blocks of equal size of which some may have no value: 0 where a block counts, minus infinity where it does not, <c>[tokens, blocks]</c>,
    /// with a token of every text for each block. Null: all counts.
    /// </summary>
    internal torch.Tensor? BlockMask { get; init; }

    /// <summary>One vector a text, in the order of the batch, <c>[texts, hidden]</c>.</summary>
    public required torch.Tensor TextVectors { get; init; }

    /// <summary>An output without token vectors.</summary>
    internal static EncoderOutput OfTexts(torch.Tensor textVectors) => new() { TokenVectors = null!, TextVectors = textVectors }; // null!: reading them throws

    /// <summary>The batch that was encoded, which says where in <see cref="TokenVectors"/> a text begins; null where the encoder was called without a head.</summary>
    public TokenBatch? Batch { get; internal set; }

    /// <summary>Where <see cref="ForwardContext.KeepHiddenStates"/> asks for them: the embeddings (of some families in a size of their own) and the output of every layer, each <c>[tokens, hidden]</c>.</summary>
    public ImmutableArray<torch.Tensor> HiddenStates { get; init; } = [];
}
