using System.Text.Json;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>What a file says of an added token; what it leaves out is null.</summary>
/// <param name="Content">The token.</param>
/// <param name="Id">Its id.</param>
internal sealed record AddedTokenSpecification(string Content, int? Id)
{
    public bool? IsSpecial { get; init; }

    public bool? IsNormalized { get; init; }

    public bool? IsSingleWord { get; init; }

    public bool? StripsLeft { get; init; }

    public bool? StripsRight { get; init; }

    /// <summary>Reads a token written as a string or as an object with <c>content</c>.</summary>
    internal static AddedTokenSpecification Read(JsonElement element, string name, int? id, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return new AddedTokenSpecification(TokenizerJsonFile.Text(element, name, path), id);
        }

        string content = TokenizerJsonFile.String(element, "content", path)
            ?? throw TokenizerJsonFile.Error(path, $"has \"{name}\" without \"content\"; write the token there.");
        return new AddedTokenSpecification(content, id)
        {
            IsSpecial = TokenizerJsonFile.Boolean(element, "special", path),
            IsNormalized = TokenizerJsonFile.Boolean(element, "normalized", path),
            IsSingleWord = TokenizerJsonFile.Boolean(element, "single_word", path),
            StripsLeft = TokenizerJsonFile.Boolean(element, "lstrip", path),
            StripsRight = TokenizerJsonFile.Boolean(element, "rstrip", path),
        };
    }

    /// <summary>Adds this to the tokens known, or lets it override what one of them says.</summary>
    /// <param name="tokens">Tokens by content.</param>
    /// <param name="vocabulary">The model's own pieces, whose ids count.</param>
    internal void MergeInto(Dictionary<string, AddedToken> tokens, IReadOnlyDictionary<string, int> vocabulary)
    {
        AddedToken? known = tokens.GetValueOrDefault(Content);
        int? id = known?.Id ?? (vocabulary.TryGetValue(Content, out int piece) ? piece : Id);
        if (id is null || Content.Length == 0)
        {
            return; // a token without an id is none of this model's
        }

        bool isSpecial = IsSpecial ?? known?.IsSpecial ?? false;
        tokens[Content] = new AddedToken(Content, id.Value)
        {
            IsSpecial = isSpecial,
            IsNormalized = IsNormalized ?? known?.IsNormalized ?? !isSpecial,
            IsSingleWord = IsSingleWord ?? known?.IsSingleWord ?? false,
            StripsLeft = StripsLeft ?? known?.StripsLeft ?? false,
            StripsRight = StripsRight ?? known?.StripsRight ?? false,
        };
    }
}
