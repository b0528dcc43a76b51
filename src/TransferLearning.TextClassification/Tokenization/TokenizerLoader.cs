using System.Text.Json;
using TransferLearning.TextClassification.Tokenization.Bpe;
using TransferLearning.TextClassification.Tokenization.Subword;
using TransferLearning.TextClassification.Tokenization.Unigram;
using TransferLearning.TextClassification.Tokenization.WordPiece;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Reads whatever tokenizer a folder in the Hugging Face layout has.</summary>
/// <remarks>
/// <c>tokenizer.json</c> says all and comes first. Else the kind follows <c>tokenizer_class</c> in <c>tokenizer_config.json</c>, else <c>model_type</c> in
/// <c>config.json</c>: WordPiece from <c>vocab.txt</c>, byte-level BPE from <c>vocab.json</c> and <c>merges.txt</c>, unigram from the SentencePiece model.
/// </remarks>
internal static class TokenizerLoader
{
    private static readonly string[] WordPieceClasses = ["Bert", "DistilBert", "Electra", "MPNet", "MobileBert", "ConvBert", "SqueezeBert"];
    private static readonly string[] WordPieceModelTypes = ["bert", "distilbert", "electra", "mpnet", "mobilebert", "convbert", "squeezebert"];

    /// <summary>Reads the tokenizer of a folder.</summary>
    /// <exception cref="CheckpointException">Files are missing or broken, or of a kind that is not known.</exception>
    internal static PieceTokenizer Load(string folder)
    {
        TokenizerConfiguration configuration = TokenizerConfiguration.Read(folder);
        string jsonPath = Path.Combine(folder, "tokenizer.json");
        if (TokenizerJsonFile.TryRead(jsonPath) is { } json)
        {
            return IsBert(json, jsonPath)
                ? new WordPieceTokenizer(WordPieceJsonReader.Read(json, jsonPath, configuration))
                : SubwordJsonReader.Read(json, jsonPath, configuration, TokenizerFiles.Keep(folder, "PreTrainedTokenizerFast"));
        }

        string? kind = KindOf(folder, configuration, out string statedBy);
        if (ByteLevelLayout.All.FirstOrDefault(layout => layout.Name == kind || layout.ModelTypes.Contains(kind)) is { } byteLevel)
        {
            RequireAny(folder, kind!, ["vocab.json"]);
            return ByteLevelLoader.Load(folder, byteLevel, configuration);
        }

        if (SentencePieceLayout.All.FirstOrDefault(layout => layout.Name == kind || layout.ModelTypes.Contains(kind)) is { } sentencePiece)
        {
            string name = RequireAny(folder, kind!, TokenizerFiles.SentencePieceNames);
            return SentencePieceLoader.Load(Path.Combine(folder, name), sentencePiece, configuration);
        }

        // A vocab.txt is WordPiece's, whoever reads it.
        if (kind is null || WordPieceClasses.Contains(kind) || WordPieceModelTypes.Contains(kind) || File.Exists(Path.Combine(folder, "vocab.txt")))
        {
            return WordPieceLoader.Load(folder);
        }

        throw TokenizerJsonFile.Error(
            folder,
            $"has no tokenizer.json, and a tokenizer of the kind '{kind}' ({statedBy}) cannot be read from other files; save the checkpoint's tokenizer with a recent version of Hugging Face transformers, which writes tokenizer.json.");
    }

    // The name of the class without its ending, where it says a kind; else the model's type.
    private static string? KindOf(string folder, TokenizerConfiguration configuration, out string statedBy)
    {
        statedBy = "tokenizer_class in tokenizer_config.json";
        if (configuration.TokenizerClass is { } name && name is not ("PreTrainedTokenizerFast" or "PreTrainedTokenizer" or "TokenizersBackend"))
        {
            string kind = name.EndsWith("Fast", StringComparison.Ordinal) ? name[..^"Fast".Length] : name;
            return kind.EndsWith("Tokenizer", StringComparison.Ordinal) ? kind[..^"Tokenizer".Length] : kind;
        }

        statedBy = "model_type in config.json";
        string path = Path.Combine(folder, "config.json");
        return TokenizerJsonFile.TryRead(path) is { } configurationOfModel ? TokenizerJsonFile.String(configurationOfModel, "model_type", path) : null;
    }

    private static string RequireAny(string folder, string kind, string[] names) =>
        Array.Find(names, name => File.Exists(Path.Combine(folder, name)))
        ?? throw TokenizerJsonFile.Error(folder, $"has neither tokenizer.json nor {string.Join(" nor ", names)}, which a tokenizer of the kind '{kind}' is read from; add the tokenizer files of the checkpoint.");

    private static bool IsBert(JsonElement json, string path)
    {
        if (TokenizerJsonFile.Member(json, "model") is not { } model)
        {
            return false;
        }

        string? type = TokenizerJsonFile.String(model, "type", path);
        bool hasWordPieces = type == "WordPiece" || (type is null && TokenizerJsonFile.Member(model, "continuing_subword_prefix") is not null && TokenizerJsonFile.Member(model, "merges") is null);
        return hasWordPieces && Is("pre_tokenizer", "BertPreTokenizer") && (TokenizerJsonFile.Member(json, "normalizer") is null || Is("normalizer", "BertNormalizer"));

        bool Is(string part, string name) => TokenizerJsonFile.Member(json, part) is { } stated && TokenizerJsonFile.String(stated, "type", path) == name;
    }
}
