using System.Text.Json;
using TransferLearning.TextClassification.Tokenization.Bpe;
using TransferLearning.TextClassification.Tokenization.Subword;
using TransferLearning.TextClassification.Tokenization.Unigram;
using TransferLearning.TextClassification.Tokenization.WordPiece;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Reads whatever tokenizer a folder in the Hugging Face layout has.</summary>
/// <remarks>
/// <c>tokenizer.json</c> says all and comes first. Else the kind follows <c>tokenizer_class</c> in <c>tokenizer_config.json</c> or <c>config.json</c>, else
/// <c>model_type</c> in <c>config.json</c>: WordPiece from <c>vocab.txt</c>, byte-level BPE from <c>vocab.json</c> and <c>merges.txt</c>, unigram from the
/// SentencePiece model. Where neither is stated, a <c>vocab.txt</c> is taken for BERT's.
/// </remarks>
internal static class TokenizerLoader
{
    /// <summary>Reads the tokenizer of a folder.</summary>
    /// <exception cref="CheckpointException">Files are missing or broken, or of a kind that is not known.</exception>
    internal static PieceTokenizer Load(string folder)
    {
        TokenizerConfiguration configuration = TokenizerConfiguration.Read(folder);
        string jsonPath = Path.Combine(folder, "tokenizer.json");
        if (TokenizerJsonFile.TryRead(jsonPath) is { } json)
        {
            return IsBert(json, jsonPath)
                ? new WordPieceTokenizer(WordPieceJsonReader.Read(json, jsonPath, configuration, WordPieceLayoutBeside(jsonPath, TokenizerKind.Read(folder, configuration))))
                : SubwordJsonReader.Read(json, jsonPath, configuration, TokenizerFiles.Keep(folder, "PreTrainedTokenizerFast"));
        }

        TokenizerKind kind = TokenizerKind.Read(folder, configuration);
        if (ByteLevelLayout.All.FirstOrDefault(layout => kind.IsOf([layout.Name], layout.ModelTypes)) is { } byteLevel)
        {
            RequireAny(folder, kind, ["vocab.json"]);
            return ByteLevelLoader.Load(folder, byteLevel, configuration);
        }

        if (SentencePieceLayout.All.FirstOrDefault(layout => kind.IsOf([layout.Name], layout.ModelTypes)) is { } sentencePiece)
        {
            string name = RequireAny(folder, kind, TokenizerFiles.SentencePieceNames);
            return SentencePieceLoader.Load(Path.Combine(folder, name), sentencePiece, configuration);
        }

        // Where nothing is stated, a vocab.txt is BERT's; that of a type of model that is not known (ESM's, RoFormer's) may be read in another way.
        WordPieceLayout? wordPiece = WordPieceLayoutOf(kind);
        if (wordPiece is not null || kind.Stated is null)
        {
            return WordPieceLoader.Load(folder, wordPiece);
        }

        string unlessBert = kind.ClassStem is null ? " If its vocab.txt is read as BERT's is, say so in tokenizer_config.json: \"tokenizer_class\": \"BertTokenizer\"." : string.Empty;
        throw TokenizerJsonFile.Error(
            folder,
            $"has no tokenizer.json, and a tokenizer of the kind '{kind.Stated}' ({kind.StatedBy}) cannot be read from other files; save the checkpoint's tokenizer with a recent version of Hugging Face transformers, which writes tokenizer.json, or choose another checkpoint where it has no fast tokenizer of that kind.{unlessBert}");
    }

    private static WordPieceLayout? WordPieceLayoutOf(TokenizerKind kind) => WordPieceLayout.All.FirstOrDefault(layout => kind.IsOf(layout.Names, layout.ModelTypes));

    /// <summary>What a <c>tokenizer.json</c> of word pieces may leave unsaid.</summary>
    private static WordPieceLayout WordPieceLayoutBeside(string path, TokenizerKind kind) => kind.IsOf(["RoFormer"], ["roformer"])
        ? throw TokenizerJsonFile.Error(path, "is of a RoFormer, whose tokenizer splits Chinese text into the words of a dictionary (jieba) that no file of the checkpoint holds; choose another checkpoint.")
        : WordPieceLayoutOf(kind) ?? WordPieceLayout.Bert;

    private static string RequireAny(string folder, TokenizerKind kind, string[] names) =>
        Array.Find(names, name => File.Exists(Path.Combine(folder, name)))
        ?? throw TokenizerJsonFile.Error(folder, $"has neither tokenizer.json nor {string.Join(" nor ", names)}, which a tokenizer of the kind '{kind.Stated}' is read from; add the tokenizer files of the checkpoint.");

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
