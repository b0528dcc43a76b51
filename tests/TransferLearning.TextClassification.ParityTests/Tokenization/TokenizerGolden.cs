using System.Text.Json;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Tokenization;

/// <summary>A tokenizer against a folder of <c>goldens/tokenizers</c> or <c>goldens/classifiers</c>.</summary>
internal static class TokenizerGolden
{
    /// <summary>What differs in ids, types, offsets, cutting and decoding, on every text and pair.</summary>
    internal static List<string> DifferencesToTokenizer(PieceTokenizer tokenizer, string variant)
    {
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
            CheckFilled(differences, $"truncated_16 {row}", expected.GetProperty("truncated_16")[row], tokenizer, tokenizer.Encode(texts[row], 16).Ids);
            string decoded = tokenizer.Decode(Integers(whole.GetProperty("ids")));
            if (decoded != expected.GetProperty("decoded")[row].GetString())
            {
                differences.Add($"decoded {row}: '{decoded}' instead of '{expected.GetProperty("decoded")[row].GetString()}'");
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

        return differences;
    }

    /// <summary>What differs in the ids of a classifier's texts, cut at 128 tokens.</summary>
    internal static List<string> DifferencesToClassifier(PieceTokenizer tokenizer, string name)
    {
        string[] rows = File.ReadAllLines(SharedFolder.Path("goldens", "classifiers", name == "bert-pairs" ? "pairs.jsonl" : "texts.jsonl"));
        string[] expected = File.ReadAllLines(SharedFolder.Path("goldens", "classifiers", name, "expected.jsonl"));
        List<string> differences = [];
        Assert.Equal(rows.Length, expected.Length);
        Assert.Equal(128, tokenizer.ModelMaxLength);
        for (int row = 0; row < rows.Length; row++)
        {
            using JsonDocument input = JsonDocument.Parse(rows[row]);
            using JsonDocument output = JsonDocument.Parse(expected[row]);
            string? second = input.RootElement.TryGetProperty("text_b", out JsonElement textB) ? textB.GetString() : null;
            int[] ids = tokenizer.Encode(new TextInput(input.RootElement.GetProperty("text").GetString()!, second), 128).Ids;
            CheckFilled(differences, $"row {row}", output.RootElement.GetProperty("ids"), tokenizer, ids);
        }

        return differences;
    }

    internal static void Check(List<string> differences, string what, JsonElement expected, int[]? actual) => Check(differences, what, Integers(expected), actual);

    internal static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetInt32())];

    internal static JsonDocument Read(params string[] parts) => JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Path(parts)));

    internal static string[] ReadTexts()
    {
        using JsonDocument texts = Read("goldens", "tokenizers", "texts.json");
        return [.. texts.RootElement.EnumerateArray().Select(text => text.GetString()!)];
    }

    private static void CheckWhole(List<string> differences, string what, PieceTokenizer tokenizer, TextInput input, JsonElement expected)
    {
        TokenizedText tokens = tokenizer.Encode(input, 100_000);
        AlignedTokens aligned = tokenizer.EncodeWithOffsets(input);
        CheckFilled(differences, what, expected.GetProperty("ids"), tokenizer, tokens.Ids);
        Check(differences, what + " aligned", expected.GetProperty("ids"), aligned.Ids);
        Check(differences, what + " offsets", [.. expected.GetProperty("offsets").EnumerateArray().SelectMany(Integers)], [.. aligned.Offsets.SelectMany(offset => new[] { offset.Start, offset.End })]);
        if (expected.TryGetProperty("type_ids", out JsonElement typeIds))
        {
            byte[] actual = tokens.TypeIds ?? new byte[tokens.Ids.Length];
            Check(differences, what + " type ids", typeIds, [.. actual.Select(type => (int)type)]);
            Assert.Equal(actual, aligned.TypeIds);
        }
    }

    // A text without any token becomes a token of padding, for an encoder needs one.
    private static void CheckFilled(List<string> differences, string what, JsonElement expected, PieceTokenizer tokenizer, int[] actual)
    {
        int[] ids = Integers(expected);
        Check(differences, what, ids.Length > 0 ? ids : [tokenizer.PaddingId], actual);
    }

    private static void Check(List<string> differences, string what, int[] expected, int[]? actual)
    {
        if (!expected.AsSpan().SequenceEqual(actual))
        {
            differences.Add($"{what}: expected [{string.Join(' ', expected)}], was [{string.Join(' ', actual ?? [])}]");
        }
    }

    private static TextInput[] ReadPairs()
    {
        using JsonDocument pairs = Read("goldens", "tokenizers", "pairs.json");
        return [.. pairs.RootElement.EnumerateArray().Select(pair => new TextInput(pair[0].GetString()!, pair[1].GetString()))];
    }
}
