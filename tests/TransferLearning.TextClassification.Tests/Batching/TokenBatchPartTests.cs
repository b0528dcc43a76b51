using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Batching;

public sealed class TokenBatchPartTests
{
    private static readonly int[] Lengths = [2, 2, 2, 3, 5, 5, 9];

    [Theory]
    [InlineData(0, 7)]
    [InlineData(0, 2)]
    [InlineData(1, 5)]
    [InlineData(5, 6)]
    [InlineData(3, 7)]
    public void A_part_is_the_batch_of_its_texts(int first, int end)
    {
        NativeBackend.EnsureLoaded();
        TokenizedText[] texts = [.. Lengths.Select((length, text) => new TokenizedText([.. Enumerable.Range(10 * text, length)], [.. Enumerable.Repeat((byte)(text % 2), length)], false))];
        using DisposeScope scope = torch.NewDisposeScope();
        using TokenBatch whole = TokenBatch.Create(texts, torch.CPU);
        using TokenBatch expected = TokenBatch.Create(texts[first..end], torch.CPU);
        using TokenBatch part = whole.Part(first, end);

        Assert.Equal(expected.Offsets, part.Offsets);
        Assert.Equal(expected.Groups, part.Groups);
        Assert.Equal(Enumerable.Range(first, end - first), part.SourceIndexes);
        Assert.Equal(Ids(expected.TokenIds), Ids(part.TokenIds));
        Assert.Equal(Ids(expected.TypeIds), Ids(part.TypeIds));
        Assert.Equal(Ids(expected.PositionIds), Ids(part.PositionIds));
        Assert.Equal(Ids(expected.FirstTokens), Ids(part.FirstTokens));

        static long[] Ids(torch.Tensor ids) => [.. ids.data<long>()];
    }
}
