using System.Text;
using TransferLearning.TextClassification.Tokenization.Decoding;
using TransferLearning.TextClassification.Tokenization.PreTokenization;
using TransferLearning.TextClassification.Tokenization.Subword;

namespace TransferLearning.TextClassification.Tokenization.Bpe;

/// <summary>Reads a byte-level tokenizer from <c>vocab.json</c> and <c>merges.txt</c>.</summary>
internal static class ByteLevelLoader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the tokenizer.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="layout">What the files leave unsaid.</param>
    /// <param name="configuration">What the files beside them state.</param>
    /// <exception cref="CheckpointException">A file is missing, broken, or does not fit the other.</exception>
    internal static SubwordTokenizer Load(string folder, ByteLevelLayout layout, TokenizerConfiguration configuration)
    {
        string vocabularyPath = Path.Combine(folder, "vocab.json");
        Dictionary<string, int> ids = TokenizerJsonFile.TryRead(vocabularyPath) is { } vocabulary
            ? VocabularyReader.ReadPieces(vocabulary, vocabularyPath)
            : throw TokenizerJsonFile.Error(folder, "has no vocab.json beside its merges.txt; add it.");
        string mergesPath = Path.Combine(folder, "merges.txt");
        BpeModel model = new(ids, ReadMerges(mergesPath), new BpeOptions(), mergesPath);
        Dictionary<string, AddedToken> added = new(StringComparer.Ordinal);
        Dictionary<string, string> special = SpecialTokensOf(layout.SpecialTokens, configuration);
        foreach ((string name, string content) in special)
        {
            new AddedTokenSpecification(content, null) { IsSpecial = true, StripsLeft = name == "mask_token" && layout.MaskStripsLeft }.MergeInto(added, ids);
        }

        foreach (AddedTokenSpecification token in configuration.AddedTokens)
        {
            token.MergeInto(added, ids);
        }

        ByteLevelPreTokenizer words = new(configuration.Boolean("add_prefix_space") ?? false, splits: true);
        return new SubwordTokenizer(new SubwordDefinition
        {
            Model = model,
            PreTokenizer = words,
            Scanner = SubwordJsonReader.ScannerFor(model, null, words),
            AddedTokens = [.. added.Values],
            Template = Template(layout, special, added, configuration, vocabularyPath),
            Trimming = layout.Trimming == OffsetTrimming.Trimmed && words.AddsPrefixSpace ? OffsetTrimming.TrimmedAfterPrefixSpace : layout.Trimming,
            Decoders = [new ByteLevelDecoder()],
            PaddingToken = SubwordJsonReader.PaddingToken(configuration, added.ContainsKey) ?? special.GetValueOrDefault("eos_token"),
            ModelMaxLength = configuration.ModelMaxLength,
            Files = TokenizerFiles.Keep(folder, layout.Name + "Tokenizer"),
        });
    }

    /// <summary>The special tokens by name: those that the files state, else the layout's.</summary>
    internal static Dictionary<string, string> SpecialTokensOf(IReadOnlyList<(string Name, string Content)> usual, TokenizerConfiguration configuration)
    {
        Dictionary<string, string> special = [];
        foreach ((string name, string content) in usual)
        {
            special[name] = configuration.SpecialTokens.GetValueOrDefault(name, content);
        }

        return special;
    }

    private static SequenceTemplate Template(
        ByteLevelLayout layout, Dictionary<string, string> special, Dictionary<string, AddedToken> added, TokenizerConfiguration configuration, string path)
    {
        int IdOf(string name) => added.GetValueOrDefault(special[name])?.Id ?? throw WordPiece.WordPieceLoader.Missing(special[name], name, path);
        if (layout.Template is { } template)
        {
            return template(IdOf("cls_token"), IdOf("sep_token"));
        }

        if (configuration.Boolean("add_bos_token") != true)
        {
            return SequenceTemplate.Plain;
        }

        TemplatePiece begin = TemplatePiece.Special(IdOf("bos_token"), 0);
        return new SequenceTemplate([begin, TemplatePiece.Text(0, 0)], [begin, TemplatePiece.Text(0, 0), begin, TemplatePiece.Text(1, 0)]);
    }

    // A line a merge, two pieces with a space between; the first line names the version.
    private static List<(string Left, string Right)> ReadMerges(string path)
    {
        if (!File.Exists(path))
        {
            throw TokenizerJsonFile.Error(path, "is missing beside vocab.json; add it.");
        }

        string text;
        try
        {
            text = StrictUtf8.GetString(TokenizerFiles.Read(path));
        }
        catch (DecoderFallbackException exception)
        {
            throw new CheckpointException($"'{path}' is no UTF-8 text ({exception.Message}); download it again.", exception) { Path = path };
        }

        List<(string, string)> merges = [];
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string merge = line.TrimEnd('\r');
            if (merge.Length == 0 || merge.StartsWith("#version", StringComparison.Ordinal))
            {
                continue;
            }

            merges.Add(merge.Split(' ') is [string left, string right] ? (left, right)
                : throw TokenizerJsonFile.Error(path, $"has '{(merge.Length > 80 ? merge[..80] : merge)}' in line {number}, where two pieces with a space between were expected; download it again."));
        }

        return merges;
    }
}
