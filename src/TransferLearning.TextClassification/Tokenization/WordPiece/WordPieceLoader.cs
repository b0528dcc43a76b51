namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>Reads a WordPiece tokenizer from a folder in the Hugging Face layout.</summary>
/// <remarks>
/// <c>tokenizer.json</c> wins over <c>vocab.txt</c>, but for <c>do_lower_case</c>, <c>strip_accents</c> and <c>tokenize_chinese_chars</c>, which follow
/// <c>tokenizer_config.json</c> where it states them. Its <c>padding</c> and <c>truncation</c> are ignored.
/// </remarks>
internal static class WordPieceLoader
{
    /// <summary>Reads the tokenizer of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="layout">What the files leave unsaid; null for BERT's.</param>
    /// <exception cref="CheckpointException">Files are missing, broken or of another kind.</exception>
    internal static WordPieceTokenizer Load(string folder, WordPieceLayout? layout = null)
    {
        layout ??= WordPieceLayout.Bert;
        TokenizerConfiguration configuration = TokenizerConfiguration.Read(folder);
        string jsonPath = Path.Combine(folder, "tokenizer.json");
        string vocabularyPath = Path.Combine(folder, "vocab.txt");
        if (TokenizerJsonFile.TryRead(jsonPath) is { } json)
        {
            return new WordPieceTokenizer(WordPieceJsonReader.Read(json, jsonPath, configuration, layout));
        }

        if (File.Exists(vocabularyPath))
        {
            return new WordPieceTokenizer(FromVocabularyFile(vocabularyPath, configuration, layout));
        }

        throw new CheckpointException($"'{folder}' has neither tokenizer.json nor vocab.txt, so its texts cannot be tokenized; add the tokenizer files of the checkpoint.")
        {
            Path = folder,
        };
    }

    /// <summary>The special tokens that a folder states, the usual ones where it does not.</summary>
    internal static SpecialTokens SpecialTokensOf(TokenizerConfiguration configuration, SpecialTokens usual, string? unknown)
    {
        Dictionary<string, string> stated = configuration.SpecialTokens;
        return new SpecialTokens
        {
            Unknown = unknown ?? stated.GetValueOrDefault("unk_token", usual.Unknown),
            Separator = stated.GetValueOrDefault("sep_token", usual.Separator),
            Padding = stated.GetValueOrDefault("pad_token", usual.Padding),
            Classification = stated.GetValueOrDefault("cls_token", usual.Classification),
            Mask = stated.GetValueOrDefault("mask_token", usual.Mask),
        };
    }

    /// <summary>The usual template of a layout, where no file describes one.</summary>
    internal static SequenceTemplate UsualTemplate(Func<string, int?> idOf, SpecialTokens specialTokens, WordPieceLayout layout, string path)
    {
        int classification = idOf(specialTokens.Classification) ?? throw Missing(specialTokens.Classification, "cls_token", path);
        int separator = idOf(specialTokens.Separator) ?? throw Missing(specialTokens.Separator, "sep_token", path);
        return layout.Template(classification, separator);
    }

    /// <summary>The error about a special token that is in no vocabulary.</summary>
    internal static CheckpointException Missing(string token, string name, string path) =>
        TokenizerJsonFile.Error(path, $"has no '{token}', which stands for \"{name}\"; add it, or name the right token as \"{name}\" in tokenizer_config.json.");

    private static WordPieceModel FromVocabularyFile(string path, TokenizerConfiguration configuration, WordPieceLayout layout)
    {
        Dictionary<string, int> ids = VocabularyFile.Read(path);
        SpecialTokens specialTokens = SpecialTokensOf(configuration, layout.SpecialTokens, null);
        if (!ids.ContainsKey(specialTokens.Unknown))
        {
            throw Missing(specialTokens.Unknown, "unk_token", path);
        }

        Dictionary<string, AddedToken> added = [];
        foreach (string content in specialTokens.All)
        {
            new AddedTokenSpecification(content, null) { IsSpecial = true, StripsLeft = layout.MaskStripsLeft && content == specialTokens.Mask }.MergeInto(added, ids);
        }

        foreach (AddedTokenSpecification token in configuration.AddedTokens)
        {
            token.MergeInto(added, ids);
        }

        WordPieceSwitches usual = new();
        WordPieceModel model = new()
        {
            Vocabulary = new WordPieceVocabulary(ids, specialTokens.Unknown),
            Switches = new WordPieceSwitches
            {
                LowerCase = configuration.Boolean("do_lower_case") ?? usual.LowerCase,
                StripAccents = configuration.Boolean("strip_accents"),
                TokenizeChineseCharacters = configuration.Boolean("tokenize_chinese_chars") ?? usual.TokenizeChineseCharacters,
            },
            AddedTokens = [.. added.Values],
            SpecialTokens = specialTokens,
            Template = UsualTemplate(content => ids.TryGetValue(content, out int id) ? id : added.GetValueOrDefault(content)?.Id, specialTokens, layout, path),
            ModelMaxLength = configuration.ModelMaxLength,
            TokenizerClass = configuration.TokenizerClass ?? $"{layout.Names[0]}Tokenizer",
        };
        return model;
    }
}
