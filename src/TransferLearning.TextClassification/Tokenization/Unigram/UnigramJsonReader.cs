using System.Text.Json;

namespace TransferLearning.TextClassification.Tokenization.Unigram;

/// <summary>Reads a unigram model from a <c>tokenizer.json</c>.</summary>
internal static class UnigramJsonReader
{
    /// <summary>Reads the model.</summary>
    /// <exception cref="CheckpointException">It is broken.</exception>
    internal static UnigramModel Read(JsonElement model, string path)
    {
        List<UnigramPiece> pieces = [];
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach (JsonElement entry in TokenizerJsonFile.Array(model, "vocab", path))
        {
            if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2 || entry[1].ValueKind != JsonValueKind.Number || !entry[1].TryGetDouble(out double score) || !double.IsFinite(score))
            {
                throw TokenizerJsonFile.Error(path, $"has entry {pieces.Count} of its vocabulary that is no [piece, score]; download it again.");
            }

            string content = TokenizerJsonFile.Text(entry[0], "vocab", path);
            ids[content] = pieces.Count;
            pieces.Add(new UnigramPiece(content, pieces.Count, score));
        }

        int unknown = TokenizerJsonFile.Member(model, "unk_id") is { } stated ? TokenizerJsonFile.Integer(stated, "unk_id", path)
            : throw TokenizerJsonFile.Error(path, "has a Unigram model without \"unk_id\", so that some texts would have no tokens; name the unknown piece's number there.");
        if (unknown >= pieces.Count)
        {
            throw TokenizerJsonFile.Error(path, $"has \"unk_id\": {unknown}, but only {pieces.Count} pieces; download it again.");
        }

        bool fallsBackToBytes = TokenizerJsonFile.Boolean(model, "byte_fallback", path) ?? false;
        return new UnigramModel(ids, pieces, unknown, pieces.Min(piece => piece.Score), fallsBackToBytes, isSinglePrecision: false);
    }
}
