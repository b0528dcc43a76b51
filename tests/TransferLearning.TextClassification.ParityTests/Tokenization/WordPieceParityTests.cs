using System.Text.Json;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.WordPiece;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Tokenization;

/// <summary>WordPiece against Hugging Face tokenizers, on every text and pair of the goldens.</summary>
public sealed class WordPieceParityTests
{
    private static readonly string[] Variants =
        ["bert-uncased", "bert-chinese", "bert-cased", "bert-cased-strip-accents", "bert-uncased-keep-accents", "bert-uncased-no-cjk-split"];

    public static TheoryData<string, bool> VariantsLoadedAndSaved()
    {
        TheoryData<string, bool> data = [];
        foreach (string variant in Variants)
        {
            data.Add(variant, false);
            data.Add(variant, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(VariantsLoadedAndSaved))]
    public void Texts_and_pairs_equal_the_reference(string variant, bool isSavedFirst)
    {
        WordPieceTokenizer tokenizer = Load(variant);
        if (isSavedFirst)
        {
            using TemporaryFolder folder = new();
            tokenizer.Save(folder.Path, 77);
            tokenizer = WordPieceLoader.Load(folder.Path);
            Assert.Equal(77, tokenizer.ModelMaxLength);
        }

        using JsonDocument golden = Read("goldens", "tokenizers", variant, "expected.json");
        JsonElement expected = golden.RootElement;
        string[] texts = ReadTexts();
        List<string> differences = [];
        Assert.Equal(expected.GetProperty("vocab_size").GetInt32(), tokenizer.VocabularySize);
        for (int row = 0; row < texts.Length; row++)
        {
            JsonElement whole = expected.GetProperty("texts")[row];
            CheckWhole(differences, $"text {row}", tokenizer, texts[row], whole);
            Check(differences, $"no_special {row}", expected.GetProperty("no_special")[row], tokenizer.EncodeWithoutSpecialTokens(texts[row]));
            Check(differences, $"truncated_16 {row}", expected.GetProperty("truncated_16")[row], tokenizer.Encode(texts[row], 16).Ids);
            string decoded = tokenizer.Decode(Integers(whole.GetProperty("ids")));
            if (decoded != expected.GetProperty("decoded")[row].GetString())
            {
                differences.Add($"decoded {row}: '{decoded}'");
            }
        }

        TextInput[] pairs = ReadPairs();
        for (int row = 0; row < pairs.Length; row++)
        {
            CheckWhole(differences, $"pair {row}", tokenizer, pairs[row], expected.GetProperty("pairs")[row]);
            Check(differences, $"longest_first {row}", expected.GetProperty("pairs_longest_first_24")[row], tokenizer.Encode(pairs[row], 24).Ids);
            if (expected.GetProperty("pairs_only_first_40")[row] is { ValueKind: JsonValueKind.Array } onlyFirst)
            {
                Check(differences, $"only_first {row}", onlyFirst, tokenizer.Encode(pairs[row], 40, TruncationStrategy.OnlyFirst)?.Ids);
            }
        }

        Assert.Empty(differences);
    }

    [Theory]
    [InlineData("bert", "texts.jsonl")]
    [InlineData("bert-cased-multi-label", "texts.jsonl")]
    [InlineData("bert-pairs", "pairs.jsonl")]
    [InlineData("distilbert", "texts.jsonl")]
    [InlineData("electra", "texts.jsonl")]
    [InlineData("mpnet", "texts.jsonl")]
    public void Classifier_folders_equal_the_reference(string name, string inputs)
    {
        WordPieceTokenizer tokenizer = WordPieceLoader.Load(SharedFolder.Path("goldens", "classifiers", name));
        string[] rows = File.ReadAllLines(SharedFolder.Path("goldens", "classifiers", inputs));
        string[] expected = File.ReadAllLines(SharedFolder.Path("goldens", "classifiers", name, "expected.jsonl"));
        List<string> differences = [];
        Assert.Equal(rows.Length, expected.Length);
        Assert.Equal(128, tokenizer.ModelMaxLength);
        for (int row = 0; row < rows.Length; row++)
        {
            using JsonDocument input = JsonDocument.Parse(rows[row]);
            using JsonDocument output = JsonDocument.Parse(expected[row]);
            string? second = input.RootElement.TryGetProperty("text_b", out JsonElement textB) ? textB.GetString() : null;
            Check(differences, $"row {row}", output.RootElement.GetProperty("ids"), tokenizer.Encode(new TextInput(input.RootElement.GetProperty("text").GetString()!, second), 128).Ids);
        }

        Assert.Empty(differences);
    }

    private static WordPieceTokenizer Load(string variant)
    {
        if (variant is "bert-uncased" or "bert-chinese")
        {
            return WordPieceLoader.Load(SharedFolder.Path("models", variant == "bert-uncased" ? "all-minilm-l6-v2" : "bge-small-zh-v1.5"));
        }

        using TemporaryFolder folder = new();
        File.Copy(SharedFolder.Path("models", "all-minilm-l6-v2", "vocab.txt"), Path.Combine(folder.Path, "vocab.txt"));
        File.Copy(SharedFolder.Path("goldens", "tokenizers", variant, "tokenizer_config.json"), Path.Combine(folder.Path, "tokenizer_config.json"));
        return WordPieceLoader.Load(folder.Path);
    }

    private static void CheckWhole(List<string> differences, string what, WordPieceTokenizer tokenizer, TextInput input, JsonElement expected)
    {
        TokenizedText tokens = tokenizer.Encode(input, 100_000);
        AlignedTokens aligned = tokenizer.EncodeWithOffsets(input);
        Check(differences, what, expected.GetProperty("ids"), tokens.Ids);
        Check(differences, what + " aligned", expected.GetProperty("ids"), aligned.Ids);
        Check(differences, what + " offsets", [.. expected.GetProperty("offsets").EnumerateArray().SelectMany(Integers)], [.. aligned.Offsets.SelectMany(offset => new[] { offset.Start, offset.End })]);
        if (expected.TryGetProperty("type_ids", out JsonElement typeIds))
        {
            byte[] actual = tokens.TypeIds ?? new byte[tokens.Ids.Length];
            Check(differences, what + " type ids", typeIds, [.. actual.Select(type => (int)type)]);
            Assert.Equal(actual, aligned.TypeIds);
        }
    }

    private static void Check(List<string> differences, string what, JsonElement expected, int[]? actual) => Check(differences, what, Integers(expected), actual);

    private static void Check(List<string> differences, string what, int[] expected, int[]? actual)
    {
        if (!expected.AsSpan().SequenceEqual(actual))
        {
            differences.Add($"{what}: expected [{string.Join(' ', expected)}], was [{string.Join(' ', actual ?? [])}]");
        }
    }

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetInt32())];

    private static JsonDocument Read(params string[] parts) => JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Path(parts)));

    private static string[] ReadTexts()
    {
        using JsonDocument texts = Read("goldens", "tokenizers", "texts.json");
        return [.. texts.RootElement.EnumerateArray().Select(text => text.GetString()!)];
    }

    private static TextInput[] ReadPairs()
    {
        using JsonDocument pairs = Read("goldens", "tokenizers", "pairs.json");
        return [.. pairs.RootElement.EnumerateArray().Select(pair => new TextInput(pair[0].GetString()!, pair[1].GetString()))];
    }
}
