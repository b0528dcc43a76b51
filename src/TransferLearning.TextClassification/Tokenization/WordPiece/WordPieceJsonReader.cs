using System.Text.Json;

namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>Reads a WordPiece model from a <c>tokenizer.json</c>.</summary>
internal static class WordPieceJsonReader
{
    /// <summary>Reads the model.</summary>
    /// <param name="json">The file's object.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="configuration">What the files beside it state.</param>
    /// <param name="layout">What the files leave unsaid.</param>
    /// <exception cref="CheckpointException">It is broken or of another kind.</exception>
    internal static WordPieceModel Read(JsonElement json, string path, TokenizerConfiguration configuration, WordPieceLayout layout)
    {
        JsonElement model = TokenizerJsonFile.Member(json, "model") ?? throw TokenizerJsonFile.Error(path, "has no \"model\"; download it again.");
        Require(model, "model", "WordPiece", isOptional: TokenizerJsonFile.Member(model, "continuing_subword_prefix") is not null, path);
        if (TokenizerJsonFile.Member(json, "pre_tokenizer") is not { } preTokenizer)
        {
            throw TokenizerJsonFile.Error(path, "has no pre_tokenizer; BertPreTokenizer is supported.");
        }

        Require(preTokenizer, "pre_tokenizer", "BertPreTokenizer", isOptional: false, path);
        WordPieceVocabulary vocabulary = ReadModel(model, path);
        IReadOnlyDictionary<string, int> ids = vocabulary.Ids;
        Dictionary<string, AddedToken> added = AddedTokenReader.Read(json, ids, path, configuration);
        SpecialTokens specialTokens = WordPieceLoader.SpecialTokensOf(configuration, layout.SpecialTokens, vocabulary.UnknownToken);
        JsonElement? decoder = TokenizerJsonFile.Member(json, "decoder");
        return new WordPieceModel
        {
            Vocabulary = vocabulary,
            Switches = ReadSwitches(json, path, configuration),
            AddedTokens = [.. added.Values],
            SpecialTokens = specialTokens,
            Template = TokenizerJsonFile.Member(json, "post_processor") is { } processor
                ? SequenceTemplateReader.Read(processor, path)
                : WordPieceLoader.UsualTemplate(content => added.GetValueOrDefault(content)?.Id ?? (ids.TryGetValue(content, out int id) ? id : null), specialTokens, layout, path),
            ModelMaxLength = configuration.ModelMaxLength,
            CleansUpDecoded = decoder is null || (TokenizerJsonFile.Boolean(decoder.Value, "cleanup", path) ?? true),
            TokenizerClass = configuration.TokenizerClass ?? $"{layout.Names[0]}Tokenizer",
        };
    }

    /// <summary>Reads the pieces.</summary>
    /// <exception cref="CheckpointException">They are broken.</exception>
    internal static WordPieceVocabulary ReadModel(JsonElement model, string path)
    {
        Dictionary<string, int> ids = VocabularyReader.Read(model, path);
        string unknown = TokenizerJsonFile.String(model, "unk_token", path) ?? "[UNK]";
        return new WordPieceVocabulary(
            ids,
            ids.ContainsKey(unknown) ? unknown : throw WordPieceLoader.Missing(unknown, "unk_token", path),
            TokenizerJsonFile.String(model, "continuing_subword_prefix", path) ?? "##",
            TokenizerJsonFile.Member(model, "max_input_chars_per_word") is { } maximum ? ReadMaximum(maximum, path) : 100);
    }

    private static void Require(JsonElement part, string name, string type, bool isOptional, string path)
    {
        string? given = TokenizerJsonFile.String(part, "type", path);
        if (given != type && !(given is null && isOptional))
        {
            throw TokenizerJsonFile.Error(path, $"has a {name} of type '{given}', but a WordPiece tokenizer needs '{type}'; use a checkpoint of the BERT family here.");
        }
    }

    private static int ReadMaximum(JsonElement maximum, string path) =>
        maximum.ValueKind == JsonValueKind.Number && maximum.TryGetDouble(out double value) && value >= 0
            ? (int)Math.Min(value, int.MaxValue)
            : throw TokenizerJsonFile.Error(path, $"has \"max_input_chars_per_word\": {maximum.GetRawText()}, where a whole number from 0 was expected.");

    private static WordPieceSwitches ReadSwitches(JsonElement json, string path, TokenizerConfiguration configuration)
    {
        if (TokenizerJsonFile.Member(json, "normalizer") is not { } normalizer)
        {
            return new WordPieceSwitches { CleanText = false, TokenizeChineseCharacters = false, StripAccents = false, LowerCase = false };
        }

        Require(normalizer, "normalizer", "BertNormalizer", isOptional: false, path);
        return new WordPieceSwitches
        {
            CleanText = TokenizerJsonFile.Boolean(normalizer, "clean_text", path) ?? true,
            LowerCase = configuration.Boolean("do_lower_case") ?? TokenizerJsonFile.Boolean(normalizer, "lowercase", path) ?? true,
            TokenizeChineseCharacters = configuration.Boolean("tokenize_chinese_chars") ?? TokenizerJsonFile.Boolean(normalizer, "handle_chinese_chars", path) ?? true,
            StripAccents = configuration.States("strip_accents")
                ? configuration.Boolean("strip_accents")
                : TokenizerJsonFile.Boolean(normalizer, "strip_accents", path),
        };
    }
}
