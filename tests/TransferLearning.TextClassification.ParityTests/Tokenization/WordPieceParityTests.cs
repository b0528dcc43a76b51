using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.WordPiece;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Tokenization;

/// <summary>WordPiece against Hugging Face tokenizers, on every text and pair of the goldens.</summary>
public sealed class WordPieceParityTests
{
    private static readonly string[] Variants =
        ["bert-uncased", "bert-chinese", "bert-cased", "bert-cased-strip-accents", "bert-uncased-keep-accents", "bert-uncased-no-cjk-split"];

    public static TheoryData<string, bool> VariantsLoadedAndSaved()
    {
        TheoryData<string, bool> data = [];
        foreach (string variant in Variants)
        {
            data.Add(variant, false);
            data.Add(variant, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(VariantsLoadedAndSaved))]
    public void Texts_and_pairs_equal_the_reference(string variant, bool isSavedFirst)
    {
        WordPieceTokenizer tokenizer = Load(variant);
        if (isSavedFirst)
        {
            using TemporaryFolder folder = new();
            tokenizer.Save(folder.Path, 77);
            tokenizer = WordPieceLoader.Load(folder.Path);
            Assert.Equal(77, tokenizer.ModelMaxLength);
        }

        Assert.Empty(TokenizerGolden.DifferencesToTokenizer(tokenizer, variant));
    }

    [Theory]
    [InlineData("""{"model_max_length": 128, "tokenizer_class": "MPNetTokenizer", "do_lower_case": true}""")]
    [InlineData("""{"model_max_length": 128}""")]
    public void The_vocabulary_of_an_MPNet_alone_equals_the_reference(string configuration)
    {
        using TemporaryFolder folder = new();
        foreach (string file in new[] { "vocab.txt", "config.json" })
        {
            File.Copy(SharedFolder.Path("goldens", "classifiers", "mpnet", file), Path.Combine(folder.Path, file));
        }

        File.WriteAllText(Path.Combine(folder.Path, "tokenizer_config.json"), configuration);

        PieceTokenizer tokenizer = TokenizerLoader.Load(folder.Path);

        Assert.Empty(TokenizerGolden.DifferencesToClassifier(tokenizer, "mpnet"));
        Assert.Equal(1, tokenizer.PaddingId);
    }

    private static WordPieceTokenizer Load(string variant)
    {
        if (variant is "bert-uncased" or "bert-chinese")
        {
            return WordPieceLoader.Load(SharedFolder.Path("models", variant == "bert-uncased" ? "all-minilm-l6-v2" : "bge-small-zh-v1.5"));
        }

        using TemporaryFolder folder = new();
        File.Copy(SharedFolder.Path("models", "all-minilm-l6-v2", "vocab.txt"), Path.Combine(folder.Path, "vocab.txt"));
        File.Copy(SharedFolder.Path("goldens", "tokenizers", variant, "tokenizer_config.json"), Path.Combine(folder.Path, "tokenizer_config.json"));
        return WordPieceLoader.Load(folder.Path);
    }
}
