using System.Buffers;
using System.Globalization;
using System.Text;
using TransferLearning.TextClassification.Tokenization.Bpe;
using TransferLearning.TextClassification.Tokenization.Decoding;
using TransferLearning.TextClassification.Tokenization.Normalization;
using TransferLearning.TextClassification.Tokenization.PreTokenization;
using TransferLearning.TextClassification.Tokenization.Subword;

namespace TransferLearning.TextClassification.Tokenization.Unigram;

/// <summary>Reads a tokenizer from a SentencePiece model alone.</summary>
internal static class SentencePieceLoader
{
    /// <summary>What the reference takes from the score of a piece that ends in a digit and a comma.</summary>
    private const double NumberWithCommaPenalty = 100;

    /// <summary>Reads the tokenizer.</summary>
    /// <param name="path">The model.</param>
    /// <param name="layout">How the family numbers its pieces.</param>
    /// <param name="configuration">What the files beside it state.</param>
    /// <exception cref="CheckpointException">The model is broken or of another kind.</exception>
    internal static SubwordTokenizer Load(string path, SentencePieceLayout layout, TokenizerConfiguration configuration)
    {
        SentencePieceFile file = SentencePieceFile.Read(path);
        Dictionary<string, string> special = ByteLevelLoader.SpecialTokensOf(layout.SpecialTokens, configuration);
        Dictionary<string, int> ids = Ids(file, layout);
        if (special.TryGetValue("mask_token", out string? mask))
        {
            ids.TryAdd(mask, file.Pieces.Count + layout.Offset); // the model does not have it: it comes behind the pieces
        }

        Dictionary<string, AddedToken> added = new(StringComparer.Ordinal);
        foreach ((string name, string content) in special)
        {
            new AddedTokenSpecification(content, null) { IsSpecial = true, StripsLeft = name == "mask_token" && layout.MaskStripsLeft }.MergeInto(added, ids);
        }

        foreach ((string content, _) in layout.FixedIds)
        {
            new AddedTokenSpecification(content, null) { IsSpecial = true }.MergeInto(added, ids);
        }

        foreach (AddedTokenSpecification token in configuration.AddedTokens)
        {
            token.MergeInto(added, ids);
        }

        UnigramModel model = Model(file, ids, layout, IdOf("unk_token"));
        TextNormalizer normalizer = layout.IsConverted ? ConvertedNormalizer(file, configuration) : Normalizer(file, layout, configuration);
        TextPreTokenizer? words = layout.IsConverted ? ConvertedWords(configuration) : null;
        int IdOf(string name) => added.GetValueOrDefault(special[name])?.Id ?? throw WordPiece.WordPieceLoader.Missing(special[name], name, path);
        return new SubwordTokenizer(new SubwordDefinition
        {
            Model = model,
            Normalizer = normalizer,
            PreTokenizer = words,
            Scanner = SubwordJsonReader.ScannerFor(model, normalizer, words),
            AddedTokens = [.. added.Values],
            Template = layout.Template(IdOf("cls_token"), IdOf("sep_token")),
            Decoders = [new MetaspaceDecoder(MetaspacePreTokenizer.UsualMark, file.AddsDummyPrefix ? PrependScheme.Always : PrependScheme.Never)],
            PaddingToken = special["pad_token"],
            ModelMaxLength = configuration.ModelMaxLength,
            Files = TokenizerFiles.Keep(Path.GetDirectoryName(path)!, layout.Name + "Tokenizer"),
        });
    }

    private static Dictionary<string, int> Ids(SentencePieceFile file, SentencePieceLayout layout)
    {
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach ((string content, int id) in layout.FixedIds)
        {
            ids[content] = id;
        }

        for (int number = 0; number < file.Pieces.Count; number++)
        {
            if (layout.FixedIds.Count == 0 || number != file.UnknownPiece)
            {
                ids.TryAdd(file.Pieces[number].Content, number + layout.Offset);
            }
        }

        return ids;
    }

    private static UnigramModel Model(SentencePieceFile file, Dictionary<string, int> ids, SentencePieceLayout layout, int unknownId)
    {
        double userDefinedByte = file.Pieces.Where(piece => piece.Kind == SentencePieceKind.Normal).Max(piece => piece.Score);
        double lowest = double.MaxValue;
        List<UnigramPiece> pieces = [];
        for (int number = 0; number < file.Pieces.Count; number++)
        {
            (string content, float score, SentencePieceKind kind) = file.Pieces[number];
            if (layout.IsConverted || kind is SentencePieceKind.Normal or SentencePieceKind.UserDefined)
            {
                bool hasOwnScore = layout.IsConverted || kind == SentencePieceKind.Normal;
                double counted = hasOwnScore ? score : (Encoding.UTF8.GetByteCount(content) * userDefinedByte) - 0.1;
                counted -= layout.AvoidsNumbersWithCommas && IsNumberWithComma(content) ? NumberWithCommaPenalty : 0;
                lowest = hasOwnScore ? Math.Min(lowest, counted) : lowest;
                pieces.Add(new UnigramPiece(content, number + layout.Offset, counted));
            }
        }

        return new UnigramModel(ids, pieces, unknownId, lowest, file.FallsBackToBytes, isSinglePrecision: !layout.IsConverted);
    }

    private static bool IsNumberWithComma(string content) =>
        content.EndsWith(',') && Rune.DecodeLastFromUtf16(content.AsSpan(..^1), out _, out int length) == OperationStatus.Done && CharUnicodeInfo.GetDigitValue(content, content.Length - 1 - length) >= 0;

    private static SequenceNormalizer ConvertedNormalizer(SentencePieceFile file, TokenizerConfiguration configuration)
    {
        List<TextNormalizer> steps = configuration.Boolean("do_lower_case") == true ? [new LowercaseNormalizer()] : [];
        steps.Add(new StripNormalizer(left: true, right: true));
        if (file.Map is { } map)
        {
            steps.Add(new PrecompiledNormalizer(map));
        }

        steps.Add(new ReplaceNormalizer(TextPattern.RepeatedSpaces, " "));
        return new SequenceNormalizer(steps);
    }

    private static TextPreTokenizer ConvertedWords(TokenizerConfiguration configuration)
    {
        MetaspacePreTokenizer words = new(MetaspacePreTokenizer.UsualMark, PrependScheme.Always, splits: true);
        return configuration.Boolean("split_by_punct") == true ? new SequencePreTokenizer([CharacterPreTokenizer.Punctuation(SplitBehavior.Isolated), words]) : words;
    }

    private static TextNormalizer Normalizer(SentencePieceFile file, SentencePieceLayout layout, TokenizerConfiguration configuration)
    {
        List<TextNormalizer> steps = [];
        if (layout.RewritesQuotes)
        {
            steps.AddRange([new ReplaceNormalizer(TextPattern.Literal("``"), "\""), new ReplaceNormalizer(TextPattern.Literal("''"), "\"")]);
            if (configuration.Boolean("keep_accents") != true)
            {
                steps.AddRange([new UnicodeNormalizer(UnicodeForm.Nfkd), new StripAccentsNormalizer()]);
            }
        }

        if (configuration.Boolean("do_lower_case") ?? layout.UsuallyLowerCases)
        {
            steps.Add(new LowercaseNormalizer());
        }

        SentencePieceNormalizer own = new(file);
        return steps.Count == 0 ? own : new SequenceNormalizer([.. steps, own]);
    }
}
