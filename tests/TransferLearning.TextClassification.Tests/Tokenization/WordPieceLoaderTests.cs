using TransferLearning.TextClassification.Tokenization.WordPiece;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Tokenization;

/// <summary>What folders say and how broken ones are refused.</summary>
public sealed class WordPieceLoaderTests : IDisposable
{
    private const string Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\nHello\n##s\ncafe\ncafé\n中\n";

    private const string Json = """
        {"truncation": {"max_length": 3, "strategy": "LongestFirst", "stride": 0}, "padding": {"strategy": {"Fixed": 128}},
         "added_tokens": [{"id": 0, "content": "[UNK]", "special": true}, {"id": 9, "content": "NEW", "normalized": false}],
         "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
         "pre_tokenizer": {"type": "BertPreTokenizer"},
         "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
         "model": {"type": "WordPiece", "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "hello": 5, "Hello": 6}}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("tltc-wordpiece-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Vocabulary_alone_is_lower_cased_with_the_usual_special_tokens()
    {
        Write("vocab.txt", Vocabulary);

        WordPieceTokenizer tokenizer = WordPieceLoader.Load(folder);

        Assert.Equal([2, 5, 7, 8, 10, 4, 1, 3], tokenizer.Encode("Hellos Café中[MASK]zzz", 64).Ids);
        Assert.Null(tokenizer.ModelMaxLength);
        Assert.Equal("WordPiece, 11 tokens, lower-cased", tokenizer.Description);
    }

    [Theory]
    [InlineData("""{"do_lower_case": false}""", new[] { 2, 6, 1, 3 })]
    [InlineData("""{"do_lower_case": true, "strip_accents": false}""", new[] { 2, 5, 9, 3 })]
    [InlineData("""{"do_lower_case": true, "strip_accents": null, "model_max_length": 1000000000000000019884624838656}""", new[] { 2, 5, 8, 3 })]
    public void Switches_follow_the_configuration(string configuration, int[] expected)
    {
        Write("vocab.txt", Vocabulary);
        Write("tokenizer_config.json", configuration);

        WordPieceTokenizer tokenizer = WordPieceLoader.Load(folder);

        Assert.Equal(expected, tokenizer.Encode("Hello Café", 64).Ids);
        Assert.Null(tokenizer.ModelMaxLength);
    }

    [Fact]
    public void Last_of_equal_lines_counts_and_an_empty_line_takes_an_id()
    {
        Write("vocab.txt", "[UNK]\r\n[CLS]\r\nhello\r\n\r\n[SEP]  \r\nhello\r\n");

        Assert.Equal([1, 5, 4], WordPieceLoader.Load(folder).Encode("hello", 64).Ids);
    }

    [Fact]
    public void Json_wins_over_the_vocabulary_and_its_cutting_and_padding_are_ignored()
    {
        Write("vocab.txt", Vocabulary);
        Write("tokenizer.json", Json);

        WordPieceTokenizer tokenizer = WordPieceLoader.Load(folder);

        Assert.Equal([1, 5, 9, 5, 5, 2], tokenizer.Encode("Hello NEW hello hello", 64).Ids);
        Assert.Equal(10, tokenizer.VocabularySize);
    }

    [Fact]
    public void Configuration_overrides_the_case_of_the_json()
    {
        Write("tokenizer.json", Json);
        Write("tokenizer_config.json", """{"do_lower_case": false, "cls_token": {"content": "[CLS]"}, "added_tokens_decoder": {"12": {"content": "LATE", "special": false}}}""");

        Assert.Equal([1, 6, 12, 2], WordPieceLoader.Load(folder).Encode("Hello LATE", 64).Ids);
    }

    [Fact]
    public void A_saved_tokenizer_with_gaps_and_added_tokens_is_read_again()
    {
        Write("tokenizer.json", Json);
        string saved = Directory.CreateDirectory(Path.Combine(folder, "saved")).FullName;

        WordPieceLoader.Load(folder).Save(saved, 40);
        WordPieceTokenizer again = WordPieceLoader.Load(saved);

        Assert.Equal([1, 5, 9, 0, 2], again.Encode("HELLO NEW x", 64).Ids);
        Assert.Equal(40, again.ModelMaxLength);
        Assert.False(File.Exists(Path.Combine(saved, "vocab.txt"))); // it cannot say that ids are missing
    }

    [Theory]
    [InlineData("vocab.txt", "hello\n", "'[UNK]'")]
    [InlineData("vocab.txt", "", "'[UNK]'")]
    [InlineData("vocab.txt", "[UNK]\n[CLS]\n", "'[SEP]'")]
    [InlineData("tokenizer.json", "{", "cannot be read")]
    [InlineData("tokenizer.json", "[]", "no JSON object")]
    [InlineData("tokenizer.json", "{}", "\"model\"")]
    [InlineData("tokenizer.json", """{"model": {"type": "BPE"}}""", "'BPE'")]
    [InlineData("tokenizer.json", """{"model": {"type": "WordPiece", "vocab": {"[UNK]": 0}}}""", "pre_tokenizer")]
    [InlineData("tokenizer.json", """{"model": {"type": "WordPiece", "vocab": {"[UNK]": 0}}, "pre_tokenizer": {"type": "ByteLevel"}}""", "'ByteLevel'")]
    [InlineData("tokenizer.json", """{"model": {"type": "WordPiece", "vocab": {"[UNK]": -1}}, "pre_tokenizer": {"type": "BertPreTokenizer"}}""", "-1")]
    [InlineData("tokenizer.json", """{"model": {"type": "WordPiece", "vocab": {"[UNK]": 0}}, "pre_tokenizer": {"type": "BertPreTokenizer"}, "normalizer": {"type": "NFC"}}""", "'NFC'")]
    [InlineData("tokenizer.json", """{"model": {"type": "WordPiece", "vocab": {"a": 0}}, "pre_tokenizer": {"type": "BertPreTokenizer"}}""", "'[UNK]'")]
    [InlineData("tokenizer_config.json", """{"do_lower_case": "yes"}""", "neither tokenizer.json nor vocab.txt")]
    [InlineData("tokenizer_config.json", """{"model_max_length": "many"}""", "model_max_length")]
    public void Broken_folders_are_refused_by_name(string file, string content, string expected)
    {
        Write(file, content);

        CheckpointException exception = Assert.Throws<CheckpointException>(() => WordPieceLoader.Load(folder));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains(folder, exception.Message, StringComparison.Ordinal);
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(folder, file), content);
}
