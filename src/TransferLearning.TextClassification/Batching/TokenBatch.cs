using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using TransferLearning.TextClassification.Runtime;
using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>
/// The tokens of several texts end to end, without padding. The texts stand sorted by length, shortest first;
/// <see cref="SourceIndexes"/> says where each stood in the list that the batch was made from.
/// </summary>
[Experimental("TLTC1001")]
public sealed class TokenBatch : IDisposable
{
    private TokenBatch(ImmutableArray<int> sourceIndexes, ImmutableArray<int> offsets, ImmutableArray<TokenGroup> groups)
    {
        SourceIndexes = sourceIndexes;
        Offsets = offsets;
        Groups = groups;
    }

    /// <summary>Token ids, int64 <c>[tokens]</c>.</summary>
    public required torch.Tensor TokenIds { get; init; }

    /// <summary>Token type ids (0: first text, 1: second), int64 <c>[tokens]</c>.</summary>
    public required torch.Tensor TypeIds { get; init; }

    /// <summary>Positions within the text from 0, int64 <c>[tokens]</c>.</summary>
    public required torch.Tensor PositionIds { get; init; }

    /// <summary>The place of each text's first token, int64 <c>[texts]</c>.</summary>
    public required torch.Tensor FirstTokens { get; init; }

    /// <summary>For each text of the batch its place in the list that the batch was made from, <c>[texts]</c>.</summary>
    public ImmutableArray<int> SourceIndexes { get; }

    /// <summary>Where each text begins among the tokens, and the number of tokens last, <c>[texts + 1]</c>.</summary>
    public ImmutableArray<int> Offsets { get; }

    /// <summary>The texts as runs of equal length, shortest first.</summary>
    public ImmutableArray<TokenGroup> Groups { get; }

    /// <summary>The number of texts.</summary>
    public int TextCount => Offsets.Length - 1;

    /// <summary>The number of tokens of all texts.</summary>
    public int TokenCount => Offsets[^1];

    /// <summary>The length of the longest text in tokens.</summary>
    public int MaxLength => Groups[^1].Length;

    /// <summary>The device of the tensors.</summary>
    public torch.Device Device => TokenIds.device;

    /// <summary>Packs texts.</summary>
    /// <param name="texts">At least one text.</param>
    /// <param name="device">Where the tensors go.</param>
    internal static TokenBatch Create(IReadOnlyList<TokenizedText> texts, torch.Device device)
    {
        ArgumentOutOfRangeException.ThrowIfZero(texts.Count, nameof(texts));
        ImmutableArray<int> order = [.. Enumerable.Range(0, texts.Count).OrderBy(i => texts[i].Ids.Length)];
        int tokens = texts.Sum(text => text.Ids.Length);
        torch.Tensor values = torch.empty((3 * tokens) + texts.Count, torch.ScalarType.Int64, torch.CPU); // one tensor, one upload
        Span<long> all = TensorMemory.Integers(values);
        Span<long> ids = all[..tokens];
        Span<long> types = all.Slice(tokens, tokens);
        Span<long> positions = all.Slice(2 * tokens, tokens);
        Span<long> firstTokens = all[(3 * tokens)..];
        int[] offsets = new int[texts.Count + 1];
        List<TokenGroup> groups = [];
        for (int i = 0; i < order.Length; i++)
        {
            TokenizedText text = texts[order[i]];
            int begin = offsets[i];
            int length = text.Ids.Length;
            for (int j = 0; j < length; j++)
            {
                ids[begin + j] = text.Ids[j];
                types[begin + j] = text.TypeIds?[j] ?? 0;
                positions[begin + j] = j;
            }

            firstTokens[i] = begin;
            offsets[i + 1] = begin + length;
            if (groups.Count > 0 && groups[^1].Length == length)
            {
                groups[^1] = groups[^1] with { TextCount = groups[^1].TextCount + 1 };
            }
            else
            {
                groups.Add(new TokenGroup(i, 1, begin, length));
            }
        }

        using torch.Tensor onDevice = TensorMemory.Upload(values, device);
        return new TokenBatch(order, [.. offsets], [.. groups])
        {
            TokenIds = onDevice.narrow(0, 0, tokens),
            TypeIds = onDevice.narrow(0, tokens, tokens),
            PositionIds = onDevice.narrow(0, 2 * tokens, tokens),
            FirstTokens = onDevice.narrow(0, 3 * tokens, texts.Count),
        };
    }

    /// <summary>Some of the texts, over the same memory: dispose it first.</summary>
    /// <param name="first">The first text.</param>
    /// <param name="end">The text behind the last.</param>
    internal TokenBatch Part(int first, int end)
    {
        int begin = Offsets[first];
        int count = Offsets[end] - begin;
        int[] offsets = [.. Offsets.AsSpan()[first..(end + 1)]];
        List<TokenGroup> groups = [];
        foreach (TokenGroup group in Groups)
        {
            int firstOfBoth = Math.Max(group.FirstText, first);
            int texts = Math.Min(group.FirstText + group.TextCount, end) - firstOfBoth;
            if (texts > 0)
            {
                groups.Add(new TokenGroup(firstOfBoth - first, texts, Offsets[firstOfBoth] - begin, group.Length));
            }
        }

        return new TokenBatch(SourceIndexes[first..end], [.. offsets.Select(offset => offset - begin)], [.. groups])
        {
            TokenIds = TokenIds.narrow(0, begin, count),
            TypeIds = TypeIds.narrow(0, begin, count),
            PositionIds = PositionIds.narrow(0, begin, count),
            FirstTokens = FirstTokens.narrow(0, first, end - first) - begin,
        };
    }

    /// <summary>A padded view for encoders that want one.</summary>
    /// <param name="paddingId">The token id that fills the padding.</param>
    /// <returns>Token ids int64 <c>[texts, longest]</c> and a mask that is true on real tokens, bool <c>[texts, longest]</c>; the caller disposes both.</returns>
    public (torch.Tensor TokenIds, torch.Tensor Mask) ToPadded(long paddingId)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor positions = torch.arange(MaxLength, torch.ScalarType.Int64, Device); // [longest]
        torch.Tensor lengths = TensorMemory.Upload(torch.tensor([.. Enumerable.Range(0, TextCount).Select(i => (long)(Offsets[i + 1] - Offsets[i]))]), Device); // [texts]
        torch.Tensor mask = positions.unsqueeze(0) < lengths.unsqueeze(1); // [texts, longest]
        torch.Tensor padded = torch.full([TextCount, MaxLength], paddingId, torch.ScalarType.Int64, Device);
        padded[mask] = TokenIds;
        return (padded.MoveToOuterDisposeScope(), mask.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        TokenIds.Dispose();
        TypeIds.Dispose();
        PositionIds.Dispose();
        FirstTokens.Dispose();
    }
}
