using System.Text.Json;
using TransferLearning.TextClassification.Tokenization.Bpe;
using TransferLearning.TextClassification.Tokenization.Decoding;
using TransferLearning.TextClassification.Tokenization.Normalization;
using TransferLearning.TextClassification.Tokenization.PreTokenization;
using TransferLearning.TextClassification.Tokenization.Unigram;

namespace TransferLearning.TextClassification.Tokenization.Subword;

/// <summary>Reads a tokenizer from a <c>tokenizer.json</c>: whatever it describes of the parts that the library knows.</summary>
internal static class SubwordJsonReader
{
    /// <summary>Reads the tokenizer. Its <c>padding</c> and <c>truncation</c> are ignored.</summary>
    /// <param name="json">The file's object.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="configuration">What the files beside it state.</param>
    /// <param name="files">The files to save again.</param>
    /// <exception cref="CheckpointException">It is broken, or has a part that is not known.</exception>
    internal static SubwordTokenizer Read(JsonElement json, string path, TokenizerConfiguration configuration, TokenizerFiles files)
    {
        JsonElement model = TokenizerJsonFile.Member(json, "model") ?? throw TokenizerJsonFile.Error(path, "has no \"model\"; download it again.");
        TextNormalizer? normalizer = NormalizerReader.Read(TokenizerJsonFile.Member(json, "normalizer"), path);
        TextPreTokenizer? preTokenizer = PreTokenizerReader.Read(TokenizerJsonFile.Member(json, "pre_tokenizer"), path);
        SubwordModel pieces = KindOf(model, path) switch
        {
            "BPE" => BpeJsonReader.Read(model, path),
            "Unigram" => UnigramJsonReader.Read(model, path),
            "WordPiece" => WordPieceSubwordModel.Read(model, path),
            { } other => throw TokenizerJsonFile.Error(path, $"has a model of type '{other}', which is not supported; BPE, Unigram and WordPiece are."),
        };
        Dictionary<string, AddedToken> added = AddedTokenReader.Read(json, pieces.Ids, path, configuration);
        (SequenceTemplate template, OffsetTrimming trimming) = PostProcessorReader.Read(TokenizerJsonFile.Member(json, "post_processor"), path);
        return new SubwordTokenizer(new SubwordDefinition
        {
            Model = pieces,
            Normalizer = normalizer,
            PreTokenizer = preTokenizer,
            Scanner = ScannerFor(pieces, normalizer, preTokenizer),
            AddedTokens = [.. added.Values],
            Template = template,
            Trimming = trimming,
            Decoders = DecoderReader.Read(TokenizerJsonFile.Member(json, "decoder"), path),
            PaddingToken = PaddingToken(configuration, content => added.ContainsKey(content) || pieces.Ids.ContainsKey(content)),
            ModelMaxLength = configuration.ModelMaxLength,
            Files = files,
        });
    }

    /// <summary>The padding token: the one that is stated, else the usual ones, else the end of a text.</summary>
    internal static string? PaddingToken(TokenizerConfiguration configuration, Predicate<string> isKnown)
    {
        string?[] candidates = [configuration.SpecialTokens.GetValueOrDefault("pad_token"), "<pad>", "[PAD]", configuration.SpecialTokens.GetValueOrDefault("eos_token")];
        return candidates.FirstOrDefault(candidate => candidate is not null && isKnown(candidate));
    }

    /// <summary>The fast way for byte-level pieces, where there is one.</summary>
    internal static SubwordScanner? ScannerFor(SubwordModel model, TextNormalizer? normalizer, TextPreTokenizer? preTokenizer)
    {
        bool composes = normalizer is UnicodeNormalizer { Form: UnicodeForm.Nfc };
        if (model is BpeModel { TakesBytes: true } bytes && preTokenizer is ByteLevelPreTokenizer { Splits: true } words && (normalizer is null || composes))
        {
            return new ByteLevelScanner(bytes, words.AddsPrefixSpace, composes);
        }

        return model is UnigramModel unigram ? SpacedWordScanner.TryCreate(unigram, normalizer, preTokenizer) : null;
    }

    // Older files do not name the kind.
    private static string KindOf(JsonElement model, string path) => TokenizerJsonFile.String(model, "type", path) ?? (
        TokenizerJsonFile.Member(model, "merges") is not null ? "BPE"
        : TokenizerJsonFile.Member(model, "unk_id") is not null ? "Unigram"
        : TokenizerJsonFile.Member(model, "continuing_subword_prefix") is not null ? "WordPiece"
        : throw TokenizerJsonFile.Error(path, "has a model without \"type\"; download it again."));
}
