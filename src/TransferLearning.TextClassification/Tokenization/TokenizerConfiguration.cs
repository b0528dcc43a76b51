using System.Globalization;
using System.Text.Json;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>What <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c> and <c>added_tokens.json</c> of a folder state.</summary>
internal sealed class TokenizerConfiguration
{
    private readonly JsonElement? configuration;
    private readonly string configurationPath;

    private TokenizerConfiguration(string folder)
    {
        configurationPath = Path.Combine(folder, "tokenizer_config.json");
        string mapPath = Path.Combine(folder, "special_tokens_map.json");
        string addedPath = Path.Combine(folder, "added_tokens.json");
        configuration = TokenizerJsonFile.TryRead(configurationPath);
        ReadAddedTokens(TokenizerJsonFile.TryRead(addedPath), addedPath);
        ReadAddedTokensDecoder();
        ReadSpecialTokens(TokenizerJsonFile.TryRead(mapPath), mapPath);
        ReadSpecialTokens(configuration, configurationPath);
        ModelMaxLength = ReadModelMaxLength();
    }

    /// <summary>The tokens stated, in the order in which each overrides those before.</summary>
    internal List<AddedTokenSpecification> AddedTokens { get; } = [];

    /// <summary>The contents of special tokens by name (<c>cls_token</c> …), where stated.</summary>
    internal Dictionary<string, string> SpecialTokens { get; } = [];

    /// <summary>The length limit, or null where none is stated or the number is so large that it means none.</summary>
    internal int? ModelMaxLength { get; }

    /// <summary>The class that transformers reads it with, or null.</summary>
    internal string? TokenizerClass => configuration is { } stated ? TokenizerJsonFile.String(stated, "tokenizer_class", configurationPath) : null;

    internal static TokenizerConfiguration Read(string folder) => new(folder);

    /// <summary>A Boolean that is stated, or null.</summary>
    internal bool? Boolean(string name) => configuration is { } stated ? TokenizerJsonFile.Boolean(stated, name, configurationPath) : null;

    /// <summary>Whether a member is there, be it null.</summary>
    internal bool States(string name) => configuration is { } stated && stated.TryGetProperty(name, out _);

    private void ReadAddedTokens(JsonElement? added, string path)
    {
        foreach (JsonProperty token in added?.EnumerateObject() ?? default)
        {
            AddedTokens.Add(new AddedTokenSpecification(token.Name, TokenizerJsonFile.Integer(token.Value, token.Name, path)));
        }
    }

    private void ReadAddedTokensDecoder()
    {
        if (configuration is not { } stated || TokenizerJsonFile.Member(stated, "added_tokens_decoder") is not { ValueKind: JsonValueKind.Object } decoder)
        {
            return;
        }

        foreach (JsonProperty token in decoder.EnumerateObject())
        {
            if (!int.TryParse(token.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            {
                throw TokenizerJsonFile.Error(configurationPath, $"has \"{token.Name}\" in \"added_tokens_decoder\", where a token id was expected.");
            }

            AddedTokens.Add(AddedTokenSpecification.Read(token.Value, token.Name, id, configurationPath));
        }
    }

    private void ReadSpecialTokens(JsonElement? stated, string path)
    {
        if (stated is not { } members)
        {
            return;
        }

        foreach (string name in new[] { "unk_token", "sep_token", "pad_token", "cls_token", "mask_token", "bos_token", "eos_token" })
        {
            if (TokenizerJsonFile.Member(members, name) is { } token)
            {
                AddedTokenSpecification specification = AddedTokenSpecification.Read(token, name, null, path);
                SpecialTokens[name] = specification.Content;
                AddedTokens.Add(specification with { IsSpecial = true });
            }
        }

        if (TokenizerJsonFile.Member(members, "additional_special_tokens") is { ValueKind: JsonValueKind.Array } additional)
        {
            foreach (JsonElement token in additional.EnumerateArray())
            {
                AddedTokens.Add(AddedTokenSpecification.Read(token, "additional_special_tokens", null, path) with { IsSpecial = true });
            }
        }
    }

    private int? ReadModelMaxLength()
    {
        if (configuration is not { } stated || TokenizerJsonFile.Member(stated, "model_max_length") is not { } length)
        {
            return null;
        }

        if (length.ValueKind != JsonValueKind.Number || !length.TryGetDouble(out double value) || value < 1)
        {
            throw TokenizerJsonFile.Error(configurationPath, $"has \"model_max_length\": {length.GetRawText()}, where a whole number from 1 was expected.");
        }

        return value >= int.MaxValue ? null : (int)value;
    }
}
