using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Tokenization;

public sealed class TokenizedTextsTests
{
    private static readonly TokenizedText[] Texts =
    [
        new([101, 7, 102], null, false),
        new([1], null, true),
        new([5, 65535, 6], [0, 1, 1], false),
        new([5, 6], [0, 0], false),
        new([9, 8, 7, 6], null, true),
        new([3, 2], [1, 0], true),
    ];

    [Theory]
    [InlineData(65536, 2)]
    [InlineData(65537, 4)]
    public void Packed_texts_come_back(int vocabularySize, int bytesOfToken)
    {
        TokenizedTexts packed = TokenizedTexts.Pack(Texts, vocabularySize);

        Assert.Equal(bytesOfToken * 15, packed.Ids.Length);
        Assert.Equal(15, packed.TypeIds.Length);
        Assert.Equal(3, packed.TruncatedCount);
        Assert.Equal([3, 1, 3, 2, 4, 2], Enumerable.Range(0, packed.Count).Select(packed.LengthOf));
        Assert.Equal(Texts.Select(text => text.Ids), packed.Select(text => text.Ids));
        Assert.Equal([null, null, [0, 1, 1], null, null, [1, 0]], packed.Select(text => text.TypeIds));
        Assert.Equal(Texts.Select(text => text.WasTruncated), packed.Select(text => text.WasTruncated));
    }

    [Fact]
    public void Large_ids_and_no_type_ids()
    {
        TokenizedTexts packed = TokenizedTexts.Pack([new([250_000, 3], [0, 0], false)], 250_001);

        Assert.Equal([250_000, 3], packed[0].Ids);
        Assert.Empty(packed.TypeIds);
    }

    [Fact]
    public void An_id_outside_the_vocabulary_is_refused() => Assert.Throws<OverflowException>(() => TokenizedTexts.Pack([new([65536], null, false)], 100));

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        Assert.NotNull(TokenizedTexts.FromParts(2, [1, 3], [0, 1], new byte[6], []));
        Assert.Null(TokenizedTexts.FromParts(3, [1, 3], [0, 1], new byte[9], []));
        Assert.Null(TokenizedTexts.FromParts(2, [1, 1], [0, 1], new byte[2], []));
        Assert.Null(TokenizedTexts.FromParts(2, [1, 3], [0], new byte[6], []));
        Assert.Null(TokenizedTexts.FromParts(2, [1, 3], [0, 1], new byte[4], []));
        Assert.Null(TokenizedTexts.FromParts(2, [1, 3], [0, 1], new byte[6], new byte[2]));
    }
}
