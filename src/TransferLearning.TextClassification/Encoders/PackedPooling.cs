using System.Collections.Immutable;
using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Encoders;

/// <summary>Pools the token vectors of a packed batch.</summary>
internal static class PackedPooling
{
    /// <summary>The poolings that need nothing but token vectors and keep their size.</summary>
    internal static ImmutableArray<Pooling> OfTokens { get; } = [Pooling.FirstToken, Pooling.LastToken, Pooling.Mean, Pooling.Max];

    /// <summary>The one token of each text whose vector the pooling takes, int64 <c>[texts]</c>; null where it takes more, or where the context asks for all.</summary>
    internal static torch.Tensor? OneToken(TokenBatch batch, Pooling pooling, ForwardContext context) => context.NeedsTokenVectors ? null : pooling switch
    {
        Pooling.FirstToken or Pooling.Pooler => batch.FirstTokens,
        Pooling.LastToken => LastTokens(batch),
        _ => null,
    };

    /// <summary>One vector a text: <paramref name="hidden"/> <c>[tokens, hidden]</c> to <c>[texts, hidden]</c>.</summary>
    internal static torch.Tensor Pool(torch.Tensor hidden, TokenBatch batch, Pooling pooling) => pooling switch
    {
        Pooling.FirstToken or Pooling.Pooler => hidden.index_select(0, batch.FirstTokens),
        Pooling.Mean => ByGroup(hidden, batch, group => group.mean([1])),
        Pooling.Max => ByGroup(hidden, batch, group => group.amax([1])),
        Pooling.LastToken => hidden.index_select(0, LastTokens(batch)),
        Pooling.LastMaxMean => torch.cat([Pool(hidden, batch, Pooling.LastToken), Pool(hidden, batch, Pooling.Max), Pool(hidden, batch, Pooling.Mean)], 1),
        _ => throw new ArgumentOutOfRangeException(nameof(pooling), pooling, "Unknown pooling."),
    };

    /// <summary>The size of a text's vector where tokens have <paramref name="hiddenSize"/>.</summary>
    internal static int SizeOf(int hiddenSize, Pooling pooling) => pooling == Pooling.LastMaxMean ? 3 * hiddenSize : hiddenSize;

    private static torch.Tensor LastTokens(TokenBatch batch) => TensorMemory.Upload(torch.tensor([.. batch.Offsets.Skip(1).Select(offset => offset - 1L)]), batch.Device);

    /// <summary>Groups of texts of equal length <c>[texts, length, hidden]</c>, pooled one by one to <c>[texts, ..]</c>.</summary>
    internal static torch.Tensor ByGroup(torch.Tensor hidden, TokenBatch batch, Func<torch.Tensor, torch.Tensor> pool)
    {
        long size = hidden.shape[1];
        torch.Tensor[] parts = hidden.split([.. batch.Groups.Select(group => (long)group.TokenCount)]);
        return torch.cat([.. batch.Groups.Select((group, i) => pool(parts[i].view(group.TextCount, group.Length, size)))]);
    }
}
