using System.Text.Json;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Reads a vocabulary written as a JSON object.</summary>
internal static class VocabularyReader
{
    /// <summary>The pieces with their ids in the member <c>vocab</c> of a model; the last of equal pieces counts.</summary>
    /// <exception cref="CheckpointException">There is none, or an entry is broken.</exception>
    internal static Dictionary<string, int> Read(JsonElement model, string path) => TokenizerJsonFile.Member(model, "vocab") is { ValueKind: JsonValueKind.Object } vocabulary
        ? ReadPieces(vocabulary, path)
        : throw TokenizerJsonFile.Error(path, "has no \"vocab\" that maps pieces to ids; download it again.");

    /// <summary>The pieces with their ids in an object.</summary>
    /// <exception cref="CheckpointException">An entry is broken, or there are none.</exception>
    internal static Dictionary<string, int> ReadPieces(JsonElement vocabulary, string path)
    {
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach (JsonProperty piece in vocabulary.EnumerateObject())
        {
            ids[piece.Name] = TokenizerJsonFile.Integer(piece.Value, piece.Name, path);
        }

        return ids.Count > 0 ? ids : throw TokenizerJsonFile.Error(path, "has no pieces in its vocabulary; download it again.");
    }
}
