using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.Words;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Tokenization.Words;

/// <summary>Words and characters as tokens, the vocabulary that is learnt of them, and its files.</summary>
public sealed class WordTokenizerTests
{
    [Theory]
    [InlineData("The  Café's\t№5, don't!", "the|café|'|s|№5|,|don|'|t|!")]
    [InlineData("中文 abc，\u0000x\u200Bz", "中|文|abc|，|xz")]
    [InlineData("İSTANBUL Straße", "i\u0307stanbul|straße")]
    [InlineData("a\uD83D\uDE00b \uD800c", "a\uD83D\uDE00b|c")]
    [InlineData(" \n ", "")]
    public void Words_stand_between_whitespace_and_punctuation(string text, string expected) => Assert.Equal(expected, Split(text, TextUnit.Words));

    [Theory]
    [InlineData("今天 天气\n\n好。", "今|天|▁|天|气|▁|好|。")]
    [InlineData("  Ab ", "a|b")]
    public void Characters_keep_whitespace_between_them(string text, string expected) => Assert.Equal(expected, Split(text, TextUnit.Characters));

    [Fact]
    public void Very_long_words_are_looked_at_in_part_only() => Assert.Equal(256, Split(new string('x', 10_000), TextUnit.Words).Length);

    [Theory]
    [InlineData(TextUnit.Words)]
    [InlineData(TextUnit.Characters)]
    public void Offsets_are_code_points_of_the_text_as_written(TextUnit unit)
    {
        const string Text = "😀 Große ÄPFEL, 苹果  und\u0301 😀!";
        WordTokenizer tokenizer = Learn([Text], unit);
        int[] codePoints = [.. Text.EnumerateRunes().Select(rune => rune.Value)];

        AlignedTokens aligned = tokenizer.EncodeWithOffsets(new(Text, "und"));

        Assert.Equal(tokenizer.Encode(new(Text, "und"), 1000).Ids, aligned.Ids);
        string[] written = [.. aligned.Offsets.Take(Array.IndexOf(aligned.Ids, WordVocabulary.SeparatorId)).Select(place => string.Concat(codePoints[place.Start..place.End].Select(char.ConvertFromUtf32)))];
        string[] tokens = [.. aligned.Ids.Take(written.Length).Select(id => tokenizer.Vocabulary.Tokens[id])];
        Assert.Equal(tokens, written.Select(part => string.IsNullOrWhiteSpace(part) ? WordSplitter.WhitespaceToken : part.ToLowerInvariant()));
    }

    [Fact]
    public void The_vocabulary_keeps_frequent_words_and_hashes_the_others()
    {
        WordSplitter splitter = new(TextUnit.Words, lowerCase: true);
        WordVocabulary cut = WordVocabularyBuilder.Build(["b b b a a c c d"], splitter, new(MinimumCount: 2, MaximumSize: 100, UnknownBuckets: 3));
        WordVocabulary small = WordVocabularyBuilder.Build(["b b b a a c c d"], splitter, new(MinimumCount: 1, MaximumSize: 5, UnknownBuckets: 1));

        Assert.Equal(["[PAD]", "[SEP]", "[UNK]", "[UNK1]", "[UNK2]", "b", "a", "c"], cut.Tokens);
        Assert.Equal(["[PAD]", "[SEP]", "[UNK]", "b", "a"], small.Tokens);
        Assert.Equal(cut.IdOf("d"), cut.IdOf("d"));
        Assert.Equal([2, 3, 4], Enumerable.Range(0, 50).Select(i => cut.IdOf($"unknown{i}")).Distinct().Order());
    }

    [Fact]
    public void Texts_and_pairs_are_cut_and_never_empty()
    {
        WordTokenizer tokenizer = Learn(["a b c d e f"], TextUnit.Words);
        int[] ids = tokenizer.Encode("a b c d e f", 100).Ids;

        TokenizedText cut = tokenizer.Encode("a b c d e f", 4);
        TokenizedText pair = tokenizer.Encode(new("a b c d", "e f"), 5);

        Assert.Equal(ids[..4], cut.Ids);
        Assert.True(cut.WasTruncated);
        Assert.Equal([ids[0], ids[1], WordVocabulary.SeparatorId, ids[4], ids[5]], pair.Ids);
        Assert.Equal<byte>([0, 0, 0, 1, 1], pair.TypeIds!);
        Assert.True(pair.WasTruncated);
        Assert.Equal([WordVocabulary.SeparatorId], tokenizer.Encode(" ", 5).Ids);
        Assert.Equal([WordVocabulary.SeparatorId], tokenizer.Encode(new(string.Empty, " "), 5).Ids);
        Assert.Equal("a b c d e f", tokenizer.Decode([.. ids, WordVocabulary.SeparatorId, 2]));
    }

    [Theory]
    [InlineData(TextUnit.Words, true)]
    [InlineData(TextUnit.Characters, false)]
    public void Every_character_survives_saving(TextUnit unit, bool lowerCase)
    {
        using TemporaryFolder folder = new();
        string all = string.Join(unit == TextUnit.Words ? " " : "", Enumerable.Range(0, 0x2FFFF).Where(point => point is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32));
        WordTokenizer tokenizer = Learn([all], unit, lowerCase, maximum: 1 << 20);

        tokenizer.Save(folder.Path, 77);
        WordTokenizer read = WordTokenizerFiles.TryRead(folder.Path)!;

        Assert.Equal(tokenizer.Vocabulary.Tokens, read.Vocabulary.Tokens);
        Assert.Equal((77, tokenizer.Description), (read.ModelMaxLength, read.Description));
        Assert.Equal(tokenizer.Encode(all, 1 << 20).Ids, read.Encode(all, 1 << 20).Ids);
    }

    [Theory]
    [InlineData("[PAD]\n[SEP]\n[UNK]\na\n", """{"tokenizer_class": "TltcWordTokenizer", "unit": "syllables", "unknown_buckets": 1}""", "no \"unit\" of words or characters")]
    [InlineData("[PAD]\n[SEP]\n[UNK]\na\n", """{"tokenizer_class": "TltcWordTokenizer", "unit": "words", "unknown_buckets": 0}""", "\"unknown_buckets\": 0")]
    [InlineData("", """{"tokenizer_class": "TltcWordTokenizer", "unit": "words", "unknown_buckets": 1}""", "vocab.txt")]
    [InlineData("[PAD]\n[UNK]\na\n", """{"tokenizer_class": "TltcWordTokenizer", "unit": "words", "unknown_buckets": 1}""", "vocab.txt")]
    [InlineData("[PAD]\n[SEP]\n[UNK]\na\na\n", """{"tokenizer_class": "TltcWordTokenizer", "unit": "words", "unknown_buckets": 1}""", "vocab.txt")]
    public void Broken_files_are_refused_by_name(string vocabulary, string configuration, string expected)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("vocab.txt"), vocabulary);
        File.WriteAllText(folder.File("tokenizer_config.json"), configuration);

        CheckpointException exception = Assert.Throws<CheckpointException>(() => WordTokenizerFiles.TryRead(folder.Path));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The hotel was fine, 很好", TextUnit.Words)]
    [InlineData("酒店房间很好 wifi", TextUnit.Characters)]
    [InlineData("今日はとても良い", TextUnit.Characters)]
    [InlineData("โรงแรมดีมาก", TextUnit.Characters)]
    [InlineData("호텔이 좋았다", TextUnit.Words)]
    [InlineData("123", TextUnit.Words)]
    public void The_script_decides_what_a_token_is(string text, TextUnit expected) => Assert.Equal(expected, TextUnits.UsualFor([text]));

    private static string Split(string text, TextUnit unit)
    {
        List<string> words = [];
        new WordSplitter(unit, lowerCase: true).Split(text, (word, _, _) => words.Add(word.ToString()));
        return string.Join('|', words);
    }

    private static WordTokenizer Learn(IEnumerable<string> texts, TextUnit unit, bool lowerCase = true, int maximum = 1000)
    {
        WordSplitter splitter = new(unit, lowerCase);
        return new(WordVocabularyBuilder.Build(texts, splitter, new(1, maximum, 1)), splitter);
    }
}
