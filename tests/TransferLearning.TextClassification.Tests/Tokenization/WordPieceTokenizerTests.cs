using System.Diagnostics;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.WordPiece;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Tokenization;

/// <summary>Special cases of the WordPiece tokenizer.</summary>
public sealed class WordPieceTokenizerTests
{
    private static readonly string[] Vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##a", "##b", "cafe", "i", "σ", "ας", ".", "中", "ᄒ", "##ᅡ", "##ᆫ", "strasse", "aσ"];

    private readonly WordPieceTokenizer tokenizer = WordPieceTokenizer.FromVocabulary(Vocabulary);

    [Theory]
    [InlineData("", new int[0])]
    [InlineData("CAFÉ cafe\u0301", new[] { 9, 9 })]
    [InlineData("İ", new[] { 10 })] // the dot goes with the accents
    [InlineData("Σ ΑΣ", new[] { 11, 1 })] // no final sigma: each character by itself
    [InlineData("한", new[] { 15, 16, 17 })]
    [InlineData("a中b", new[] { 5, 14, 6 })]
    [InlineData("a.b", new[] { 5, 13, 6 })]
    [InlineData("a\0b\u200Ba\uFFFD", new[] { 5, 8, 7 })]
    [InlineData("[MASK][mask]", new[] { 4, 1, 1, 1 })]
    [InlineData("a\uD800", new[] { 5 })]
    [InlineData("\uDC00\uD800b", new[] { 6 })]
    public void Text_becomes_pieces(string text, int[] expected) => Assert.Equal(expected, tokenizer.EncodeWithoutSpecialTokens(text));

    [Fact]
    public void Accents_stay_where_they_are_not_stripped()
    {
        WordPieceTokenizer keeping = WordPieceTokenizer.FromVocabulary([.. Vocabulary, "café"], new WordPieceSwitches { StripAccents = false });

        Assert.Equal([20], keeping.EncodeWithoutSpecialTokens("CAFÉ"));
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(101, 1)]
    public void A_word_of_more_than_100_characters_is_unknown(int length, int pieces) =>
        Assert.Equal(pieces, tokenizer.EncodeWithoutSpecialTokens(new string('a', length)).Length);

    [Fact]
    public void Cutting_keeps_special_tokens_and_says_so()
    {
        TokenizedText whole = tokenizer.Encode("a b a", 5);
        TokenizedText cut = tokenizer.Encode("a b a b", 5);

        Assert.Equal([2, 5, 6, 5, 3], whole.Ids);
        Assert.False(whole.WasTruncated);
        Assert.Equal([2, 5, 6, 5, 3], cut.Ids);
        Assert.True(cut.WasTruncated);
        Assert.Equal([2, 3], tokenizer.Encode("a", 2).Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Encode("a", 1));
    }

    [Fact]
    public void A_pair_has_types_and_is_cut_longest_first()
    {
        TokenizedText pair = tokenizer.Encode(new TextInput("a a a a", "b b"), 7);

        Assert.Equal([2, 5, 5, 3, 6, 6, 3], pair.Ids);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1], pair.TypeIds!);
        Assert.True(pair.WasTruncated);
        Assert.Equal([2, 5, 3, 6, 6, 3], tokenizer.Encode(new TextInput("a a a a", "b b"), 6, TruncationStrategy.OnlyFirst)!.Ids);
        Assert.Null(tokenizer.Encode(new TextInput("a", "b b b b"), 6, TruncationStrategy.OnlyFirst));
        Assert.Null(tokenizer.Encode(new TextInput("a", ""), 7).TypeIds);
    }

    [Fact]
    public void Ids_become_text_without_special_tokens() => Assert.Equal("ab cafe.", tokenizer.Decode([2, 5, 8, 1, 9, 13, 3, 999]));

    [Fact]
    public void Pieces_that_begin_as_the_word_cache_stores_them_do_not_mix()
    {
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal([5, 7, 7, 7, 7, 7, 7, 7, 7], tokenizer.EncodeWithoutSpecialTokens("aaaaaaaaa"));
            Assert.Equal([5], tokenizer.EncodeWithoutSpecialTokens("a"));
            Assert.Equal([5, 8, 8], tokenizer.EncodeWithoutSpecialTokens("abb"));
        }
    }

    [Fact]
    public void Threads_do_not_disturb_each_other()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(row => string.Concat(Enumerable.Range(0, row).Select(word => word % 3 == 0 ? "ab " : word % 3 == 1 ? "café." : "[MASK]中")))];
        int[][] expected = Array.ConvertAll(texts, text => tokenizer.Encode(text, 100).Ids);

        Parallel.For(0, 2000, round => Assert.Equal(expected[round % 200], tokenizer.Encode(texts[round % 200], 100).Ids));
    }

    [Fact]
    public void Encoding_into_a_buffer_allocates_nothing()
    {
        int[] ids = new int[64];
        string text = string.Concat(Enumerable.Repeat("ab cafe. aabba ", 10));
        int count = tokenizer.Encode(text.AsSpan(), ids, out bool wasTruncated);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++)
        {
            tokenizer.Encode(text.AsSpan(), ids, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(tokenizer.Encode(text, 64).Ids, ids[..count]);
        Assert.True(wasTruncated);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("\u0301")]
    [InlineData("\u302E\u0334")] // marks that have to be ordered
    [InlineData("[")]
    [InlineData("[MASK")]
    [InlineData("\uD800")]
    public void A_text_of_a_mebibyte_takes_linear_time(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, (1 << 20) / part.Length));
        Stopwatch stopwatch = Stopwatch.StartNew();

        tokenizer.EncodeWithoutSpecialTokens(text);

        Assert.True(stopwatch.Elapsed < TimeSpan.FromSeconds(20), $"{stopwatch.Elapsed}");
    }

    [Fact]
    public void A_vocabulary_is_learnt_the_same_way_whatever_the_order_of_the_texts()
    {
        string[] texts = ["low lower lowest", "new newer newest", "wide wider widest"];
        WordPieceTrainerOptions options = new() { VocabularySize = 40 };

        IReadOnlyList<string> learnt = WordPieceTrainer.Train(texts, options);

        Assert.Equal(learnt, WordPieceTrainer.Train(texts.Reverse(), options));
        Assert.Equal(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "d", "e", "i", "l", "n", "o", "r", "s", "t", "w"], learnt.Take(15));
        Assert.Contains("##st", learnt);
        Assert.Equal(learnt.Count, learnt.Distinct().Count());
    }
}
