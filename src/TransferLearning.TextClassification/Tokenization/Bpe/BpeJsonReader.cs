using System.Text.Json;

namespace TransferLearning.TextClassification.Tokenization.Bpe;

/// <summary>Reads a byte-pair model from a <c>tokenizer.json</c>.</summary>
internal static class BpeJsonReader
{
    /// <summary>Reads the model.</summary>
    /// <exception cref="CheckpointException">It is broken, or drops merges at random.</exception>
    internal static BpeModel Read(JsonElement model, string path)
    {
        if (TokenizerJsonFile.Member(model, "dropout") is { } dropout && !(dropout.ValueKind == JsonValueKind.Number && dropout.GetDouble() == 0))
        {
            throw TokenizerJsonFile.Error(path, $"has \"dropout\": {dropout.GetRawText()} in its BPE model, which would give other ids each time; set it to null.");
        }

        Dictionary<string, int> ids = VocabularyReader.Read(model, path);
        List<(string, string)> merges = [];
        foreach (JsonElement merge in TokenizerJsonFile.Array(model, "merges", path))
        {
            merges.Add(ReadMerge(merge, merges.Count, path));
        }

        BpeOptions options = new()
        {
            UnknownToken = TokenizerJsonFile.String(model, "unk_token", path),
            FusesUnknown = TokenizerJsonFile.Boolean(model, "fuse_unk", path) ?? false,
            FallsBackToBytes = TokenizerJsonFile.Boolean(model, "byte_fallback", path) ?? false,
            IgnoresMerges = TokenizerJsonFile.Boolean(model, "ignore_merges", path) ?? false,
            ContinuationPrefix = TokenizerJsonFile.String(model, "continuing_subword_prefix", path) ?? "",
            EndOfWordSuffix = TokenizerJsonFile.String(model, "end_of_word_suffix", path) ?? "",
        };
        return new BpeModel(ids, merges, options, path);
    }

    private static (string Left, string Right) ReadMerge(JsonElement merge, int index, string path)
    {
        string[] parts = merge.ValueKind == JsonValueKind.Array
            ? [.. merge.EnumerateArray().Select(part => TokenizerJsonFile.Text(part, "merges", path))]
            : TokenizerJsonFile.Text(merge, "merges", path).Split(' ');
        return parts is [string left, string right] ? (left, right)
            : throw TokenizerJsonFile.Error(path, $"has merge number {index + 1} with {parts.Length} parts, where two were expected; download it again.");
    }
}
