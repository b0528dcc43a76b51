using System.Text;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.WordPiece;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Tokenization;

/// <summary>Which tokenizer a folder gives, and how broken files are refused.</summary>
public sealed class TokenizerLoaderTests : IDisposable
{
    private const string Unigram = """
        {"added_tokens": [{"id": 0, "content": "<unk>", "special": true}],
         "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true},
         "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["▁", -3], ["▁a", -1], ["b", -2], ["ab", -4]]}}
        """;

    private const string Bpe = """
        {"pre_tokenizer": {"type": "WhitespaceSplit"},
         "model": {"type": "BPE", "unk_token": "?", "vocab": {"?": 0, "a": 1, "b": 2, "ab": 3, "abb": 4}, "merges": ["a b", ["ab", "b"]]}}
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Unigram, "ab b xx", "2 3 1 3 1 0")]
    [InlineData(Bpe, "abb  ab xxb", "4 3 0 0 2")]
    public void Json_describes_the_tokenizer(string json, string text, string expected)
    {
        Write("tokenizer.json", json);

        PieceTokenizer tokenizer = TokenizerLoader.Load(folder.Path);

        Assert.Equal(expected, string.Join(' ', tokenizer.Encode(text, 64).Ids));
        Assert.Equal(expected, string.Join(' ', tokenizer.EncodeWithOffsets(text).Ids));
    }

    [Fact]
    public void What_is_saved_is_what_was_read_but_for_code()
    {
        Write("tokenizer.json", Bpe);
        Write("tokenizer_config.json", """{"pad_token": "ab", "auto_map": {"AutoTokenizer": ["mine.Tokenizer", null]}}""");
        string saved = Directory.CreateDirectory(folder.File("saved")).FullName;

        TokenizerLoader.Load(folder.Path).Save(saved, 32);

        Assert.Equal(Bpe, File.ReadAllText(Path.Combine(saved, "tokenizer.json")));
        JsonNode configuration = JsonNode.Parse(File.ReadAllText(Path.Combine(saved, "tokenizer_config.json")))!;
        Assert.Equal("""{"pad_token":"ab","tokenizer_class":"PreTrainedTokenizerFast","model_max_length":32}""", configuration.ToJsonString());
    }

    [Fact]
    public void A_text_without_tokens_becomes_padding()
    {
        Write("tokenizer.json", Bpe);
        Write("tokenizer_config.json", """{"pad_token": "ab"}""");

        TokenizedText tokens = TokenizerLoader.Load(folder.Path).Encode(" ", 64);

        Assert.Equal([3], tokens.Ids);
        Assert.False(tokens.WasTruncated);
    }

    [Fact]
    public void A_long_word_is_joined_as_its_short_parts_are()
    {
        Write("tokenizer.json", Bpe);

        int[] ids = TokenizerLoader.Load(folder.Path).Encode(string.Concat(Enumerable.Repeat("abba", 100)), 1000).Ids;

        Assert.Equal([.. Enumerable.Repeat(new[] { 4, 1 }, 100).SelectMany(pair => pair)], ids);
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "BertTokenizer"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "BertTokenizerFast"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "DistilBertTokenizer"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "ElectraTokenizerFast"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "MobileBertTokenizer"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "ConvBertTokenizer"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "SqueezeBertTokenizer"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "RetriBertTokenizer"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "LayoutLMTokenizer"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "PreTrainedTokenizer"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "PreTrainedTokenizerFast"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "AutoTokenizer"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": null}""")]
    [InlineData("config.json", """{"model_type": "bert"}""")]
    [InlineData("config.json", """{"model_type": null}""")]
    [InlineData("config.json", """{"model_type": "something-new", "tokenizer_class": "BertTokenizer"}""")]
    [InlineData("config.json", """{"model_type": "gpt2", "tokenizer_class": "BertTokenizer"}""")]
    public void A_vocabulary_of_words_is_read_as_WordPiece(string name, string content)
    {
        Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\n");
        Write(name, content);

        Assert.Equal([2, 5, 3], Assert.IsType<WordPieceTokenizer>(TokenizerLoader.Load(folder.Path)).Encode("Hello", 64).Ids);
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "BertJapaneseTokenizer"}""", "'BertJapaneseTokenizer' (tokenizer_class in tokenizer_config.json)")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "RoFormerTokenizerFast"}""", "'RoFormerTokenizerFast' (tokenizer_class in tokenizer_config.json)")]
    [InlineData("config.json", """{"model_type": "bert", "tokenizer_class": "BertJapaneseTokenizer"}""", "'BertJapaneseTokenizer' (tokenizer_class in config.json)")]
    [InlineData("config.json", """{"model_type": "roberta", "tokenizer_class": "BertweetTokenizer"}""", "'BertweetTokenizer' (tokenizer_class in config.json)")]
    [InlineData("config.json", """{"model_type": "roberta", "tokenizer_class": "PhobertTokenizer"}""", "'PhobertTokenizer' (tokenizer_class in config.json)")]
    public void A_vocabulary_of_another_class_is_refused_by_name(string name, string content, string expected)
    {
        Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\n");

        AssertRefused(name, content, ["has no tokenizer.json", expected, "writes tokenizer.json", "choose another checkpoint"], shown: folder.Path);
    }

    [Theory]
    [InlineData("""{"model_type": "roformer"}""", "'roformer' (model_type in config.json)")]
    [InlineData("""{"model_type": "esm", "tokenizer_class": "PreTrainedTokenizer"}""", "'esm' (model_type in config.json)")]
    [InlineData("""{"model_type": "modernbert"}""", "'modernbert' (model_type in config.json)")]
    public void A_vocabulary_of_a_type_of_model_that_is_not_known_is_refused_by_name(string content, string expected)
    {
        Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\n");

        AssertRefused("config.json", content, ["has no tokenizer.json", expected, "in tokenizer_config.json: \"tokenizer_class\": \"BertTokenizer\""], shown: folder.Path);
    }

    [Theory]
    [InlineData("config.json", """{"model_type": "roformer"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "RoFormerTokenizerFast"}""")]
    public void A_tokenizer_json_that_lacks_the_dictionary_is_refused(string name, string content)
    {
        Write("tokenizer.json", """{"pre_tokenizer": {"type": "BertPreTokenizer"}, "model": {"type": "WordPiece", "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "hello": 3}}}""");

        AssertRefused(name, content, ["is of a RoFormer", "jieba", "choose another checkpoint"], shown: "tokenizer.json");
    }

    [Fact]
    public void A_tokenizer_json_needs_no_class_that_is_known()
    {
        Write("tokenizer.json", Bpe);
        Write("tokenizer_config.json", """{"tokenizer_class": "BertJapaneseTokenizer"}""");

        Assert.Equal([3], TokenizerLoader.Load(folder.Path).Encode("ab", 64).Ids);
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "MPNetTokenizer"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "MPNetTokenizerFast", "bos_token": "<s>"}""")]
    [InlineData("config.json", """{"model_type": "mpnet"}""")]
    public void The_vocabulary_of_an_MPNet_has_tokens_of_its_own(string name, string content)
    {
        Write("vocab.txt", "<s>\n<pad>\n</s>\n[UNK]\n<mask>\nhello\n[CLS]\n[SEP]\n[PAD]\n[MASK]\n");
        Write(name, content);

        PieceTokenizer tokenizer = TokenizerLoader.Load(folder.Path);
        TokenizedText pair = tokenizer.Encode(new TextInput("hello <mask> what", "hello"), 64);

        Assert.Equal([0, 5, 4, 3, 2, 2, 5, 2], pair.Ids);
        Assert.DoesNotContain((byte)1, pair.TypeIds ?? []);
        Assert.Equal(1, tokenizer.PaddingId);
        Assert.Equal((5, 12), tokenizer.EncodeWithOffsets("hello <mask>").Offsets[2]); // with the space before it
    }

    [Fact]
    public void An_MPNet_whose_tokenizer_json_says_less_has_tokens_of_its_own()
    {
        Write("tokenizer.json", """{"pre_tokenizer": {"type": "BertPreTokenizer"}, "model": {"type": "WordPiece", "vocab": {"<s>": 0, "<pad>": 1, "</s>": 2, "[UNK]": 3, "hello": 4}}}""");
        Write("config.json", """{"model_type": "mpnet"}""");

        PieceTokenizer tokenizer = TokenizerLoader.Load(folder.Path);

        Assert.Equal([0, 4, 2, 2, 4, 2], tokenizer.Encode(new TextInput("hello", "hello"), 64).Ids);
        Assert.Equal(1, tokenizer.PaddingId);
    }

    [Fact]
    public void The_vocabulary_of_a_Funnel_has_tokens_of_its_own()
    {
        Write("vocab.txt", "<pad>\n<unk>\n<cls>\n<sep>\n<mask>\nhello\n");
        Write("tokenizer_config.json", """{"tokenizer_class": "FunnelTokenizer"}""");

        TokenizedText pair = TokenizerLoader.Load(folder.Path).Encode(new TextInput("hello", "hello what"), 64);

        Assert.Equal([2, 5, 3, 5, 1, 3], pair.Ids);
        Assert.Equal([2, 0, 0, 1, 1, 1], pair.TypeIds);
    }

    [Theory]
    [InlineData("""{"model": {"type": "WordLevel", "vocab": {"a": 0}}}""", "a model of type 'WordLevel'", "BPE, Unigram and WordPiece are")]
    [InlineData("""{"normalizer": {"type": "Shout"}, "model": {"type": "BPE", "vocab": {"a": 0}}}""", "a normalizer of type 'Shout'", "NFKC")]
    [InlineData("""{"pre_tokenizer": {"type": "Hyphens"}, "model": {"type": "BPE", "vocab": {"a": 0}}}""", "a pre_tokenizer of type 'Hyphens'", "ByteLevel")]
    [InlineData("""{"decoder": {"type": "CTC"}, "model": {"type": "BPE", "vocab": {"a": 0}}}""", "a decoder of type 'CTC'", "ByteLevel")]
    [InlineData("""{"post_processor": {"type": "Mine"}, "model": {"type": "BPE", "vocab": {"a": 0}}}""", "a post_processor of type 'Mine'", "TemplateProcessing")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {}}}""", "has no pieces", "download it again")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a a"]}}""", "number 1, with the piece 'aa'", "of one checkpoint")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0, "aa": 1}, "merges": ["a a", "a"]}}""", "merge number 2 with 1 parts", "two were expected")]
    [InlineData("""{"model": {"type": "BPE", "dropout": 0.1, "vocab": {"a": 0}}}""", "\"dropout\": 0.1", "set it to null")]
    [InlineData("""{"model": {"type": "BPE", "unk_token": "?", "vocab": {"a": 0}}}""", "unknown token '?'", "add it")]
    [InlineData("""{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["a", 0], ["b", 1e999]]}}""", "entry 1 of its vocabulary", "download it again")]
    [InlineData("""{"model": {"type": "Unigram", "unk_id": 7, "vocab": [["a", 0]]}}""", "\"unk_id\": 7", "only 1 pieces")]
    [InlineData("""{"model": {"type": "Unigram", "vocab": [["a", 0]]}}""", "without \"unk_id\"", "name the unknown piece")]
    public void An_unknown_part_is_refused_by_name(string json, params string[] expected) => AssertRefused("tokenizer.json", json, expected);

    [Theory]
    [InlineData("tokenizer_config.json", """{"\ud800": 1}""")]
    [InlineData("tokenizer_config.json", """{"added_tokens_decoder": {"\uD800": {"content": "x"}}}""")]
    [InlineData("added_tokens.json", """{"\ud800": 1}""")]
    [InlineData("special_tokens_map.json", "{\"\u00ff\": \"a byte that is no UTF-8\"}")]
    [InlineData("tokenizer.json", """{"model": {"type": "BPE", "vocab": {"\udc00": 0}}}""")]
    public void Names_that_are_no_Unicode_text_are_refused(string name, string content)
    {
        Write("tokenizer.json", Bpe);
        File.WriteAllText(folder.File(name), content, Encoding.Latin1);

        CheckpointException exception = Assert.Throws<CheckpointException>(() => TokenizerLoader.Load(folder.Path));

        Assert.Contains($"{name}' cannot be read: It holds text that is not valid Unicode", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#version: 0.2\na b\nab\n", "'ab' in line 3", "two pieces with a space between")]
    [InlineData("#version: 0.2\na b\na c\n", "number 2, with the piece 'c'", "of one checkpoint")]
    public void A_broken_merge_is_named(string merges, params string[] expected)
    {
        Write("config.json", """{"model_type": "gpt2"}""");
        Write("vocab.json", """{"a": 0, "b": 1, "ab": 2, "<|endoftext|>": 3}""");

        AssertRefused("merges.txt", merges, expected);
    }

    [Theory]
    [InlineData("gpt2", "nor vocab.json", "'gpt2'")]
    [InlineData("xlm-roberta", "sentencepiece.bpe.model", "'xlm-roberta'")]
    [InlineData("something-new", "'something-new' (model_type in config.json)", "writes tokenizer.json")]
    public void Missing_files_are_named(string modelType, params string[] expected) =>
        AssertRefused("config.json", $$"""{"model_type": "{{modelType}}"}""", expected, shown: folder.Path);

    [Fact]
    public void Merges_that_are_missing_are_named()
    {
        Write("config.json", """{"model_type": "gpt2"}""");

        AssertRefused("vocab.json", """{"a": 0}""", ["is missing beside vocab.json", "add it"], shown: "merges.txt");
    }

    private void AssertRefused(string name, string content, string[] expected, string? shown = null)
    {
        Write(name, content);
        CheckpointException exception = Assert.Throws<CheckpointException>(() => TokenizerLoader.Load(folder.Path));
        Assert.All([shown ?? name, .. expected], part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    private void Write(string name, string content) => File.WriteAllText(folder.File(name), content, new UTF8Encoding(false));
}
