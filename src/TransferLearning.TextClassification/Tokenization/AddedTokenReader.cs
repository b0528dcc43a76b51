using System.Text.Json;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Reads the added tokens of a <c>tokenizer.json</c> and what the files beside it add to them.</summary>
internal static class AddedTokenReader
{
    /// <summary>The tokens by content.</summary>
    /// <param name="json">The object of <c>tokenizer.json</c>.</param>
    /// <param name="ids">The model's own pieces, whose ids count.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="configuration">What the files beside it state; it counts for tokens that <c>tokenizer.json</c> leaves out.</param>
    /// <exception cref="CheckpointException">An entry is broken.</exception>
    internal static Dictionary<string, AddedToken> Read(JsonElement json, IReadOnlyDictionary<string, int> ids, string path, TokenizerConfiguration configuration)
    {
        Dictionary<string, AddedToken> added = new(StringComparer.Ordinal);
        foreach (JsonElement token in TokenizerJsonFile.Array(json, "added_tokens", path))
        {
            JsonElement id = TokenizerJsonFile.Member(token, "id") ?? throw TokenizerJsonFile.Error(path, "has an entry of \"added_tokens\" without \"id\".");
            AddedTokenSpecification.Read(token, "added_tokens", TokenizerJsonFile.Integer(id, "id", path), path).MergeInto(added, ids);
        }

        HashSet<string> settled = [.. added.Keys];
        foreach (AddedTokenSpecification token in configuration.AddedTokens.Where(token => !settled.Contains(token.Content)))
        {
            token.MergeInto(added, ids);
        }

        return added;
    }
}
