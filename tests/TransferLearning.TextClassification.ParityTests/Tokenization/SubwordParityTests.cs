using System.Text.Json;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Tokenization;

/// <summary>Byte-level BPE and unigram against Hugging Face tokenizers and SentencePiece, on every text and pair of the goldens.</summary>
public sealed class SubwordParityTests
{
    private static readonly string[] ByteLevelFiles = ["vocab.json", "merges.txt", "tokenizer_config.json"];

    [Theory]
    [InlineData("gpt2", false)]
    [InlineData("gpt2", true)]
    [InlineData("gpt2-prefix-space", false)]
    [InlineData("gpt2-prefix-space", true)]
    [InlineData("roberta-8k", false)]
    [InlineData("roberta-8k", true)]
    [InlineData("xlm-roberta-8k", false)]
    [InlineData("xlm-roberta-8k", true)]
    public void Texts_and_pairs_equal_the_reference(string variant, bool isSavedFirst)
    {
        using TemporaryFolder files = new();
        PieceTokenizer tokenizer = TokenizerLoader.Load(Folder(variant, files));
        if (isSavedFirst)
        {
            using TemporaryFolder saved = new();
            tokenizer.Save(saved.Path, 77);
            tokenizer = TokenizerLoader.Load(saved.Path);
            Assert.Equal(77, tokenizer.ModelMaxLength);
        }

        Assert.Empty(TokenizerGolden.DifferencesToTokenizer(tokenizer, variant));
    }

    [Fact]
    public void Roberta_without_its_tokenizer_json_equals_the_reference()
    {
        using TemporaryFolder folder = new();
        foreach (string name in ByteLevelFiles)
        {
            File.Copy(SharedFolder.Path("goldens", "tokenizers", "roberta-8k", name), Path.Combine(folder.Path, name));
        }

        // RoBERTa's own mask takes the whitespace before it; the golden's does not.
        File.WriteAllText(Path.Combine(folder.Path, "special_tokens_map.json"), """{"mask_token": {"content": "<mask>", "lstrip": false}}""");

        Assert.Empty(TokenizerGolden.DifferencesToTokenizer(TokenizerLoader.Load(folder.Path), "roberta-8k"));
    }

    [Fact]
    public void The_SentencePiece_model_alone_equals_SentencePiece()
    {
        using TemporaryFolder folder = new();
        File.Copy(SharedFolder.Path("goldens", "tokenizers", "xlm-roberta-8k", "sentencepiece.bpe.model"), Path.Combine(folder.Path, "sentencepiece.bpe.model"));
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer_config.json"), """{"tokenizer_class": "XLMRobertaTokenizer"}""");
        PieceTokenizer tokenizer = TokenizerLoader.Load(folder.Path);
        using JsonDocument golden = TokenizerGolden.Read("goldens", "tokenizers", "xlm-roberta-8k", "sentencepiece.json");
        string[] texts = TokenizerGolden.ReadTexts();
        List<string> differences = [];

        for (int row = 0; row < texts.Length; row++)
        {
            if (!texts[row].Contains("<s>", StringComparison.Ordinal)) // special tokens in the text are found before SentencePiece sees it
            {
                // XLM-R's ids are one more than SentencePiece's, but for the unknown piece: 3 instead of 0.
                int[] ids = Array.ConvertAll(tokenizer.EncodeWithoutSpecialTokens(texts[row]), id => id == 3 ? 0 : id - 1);
                TokenizerGolden.Check(differences, $"text {row}", golden.RootElement.GetProperty("ids")[row], ids);
            }
        }

        Assert.Empty(differences);
    }

    [Theory]
    [InlineData("albert", "SentencePiece unigram")]
    [InlineData("bert", "WordPiece")]
    [InlineData("bert-cased-multi-label", "WordPiece")]
    [InlineData("bert-pairs", "WordPiece")]
    [InlineData("camembert", "SentencePiece unigram")]
    [InlineData("deberta-v3", "SentencePiece unigram")]
    [InlineData("distilbert", "WordPiece")]
    [InlineData("electra", "WordPiece")]
    [InlineData("gpt2", "byte-level BPE")]
    [InlineData("modernbert", "byte-level BPE")]
    [InlineData("mpnet", "WordPiece")]
    [InlineData("roberta", "byte-level BPE")]
    [InlineData("xlm-roberta", "SentencePiece unigram")]
    public void Classifier_folders_equal_the_reference(string name, string kind)
    {
        PieceTokenizer tokenizer = TokenizerLoader.Load(SharedFolder.Path("goldens", "classifiers", name));

        Assert.StartsWith(kind + ", ", tokenizer.Description, StringComparison.Ordinal);
        Assert.Empty(TokenizerGolden.DifferencesToClassifier(tokenizer, name));
    }

    [Theory]
    [InlineData("albert", "spiece.model")]
    [InlineData("camembert", "sentencepiece.bpe.model")]
    public void The_SentencePiece_model_of_a_classifier_alone_equals_the_reference_on_all_texts_but_one(string name, string model)
    {
        using TemporaryFolder folder = new();
        foreach (string file in new[] { model, "config.json", "tokenizer_config.json" })
        {
            File.Copy(SharedFolder.Path("goldens", "classifiers", name, file), Path.Combine(folder.Path, file));
        }

        // Text 33 holds U+0085: for the WhitespaceSplit of the golden's tokenizer.json a space, for the model itself an unknown character.
        Assert.StartsWith("row 33: ", Assert.Single(TokenizerGolden.DifferencesToClassifier(TokenizerLoader.Load(folder.Path), name)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_that_the_reference_learnt_cuts_as_there()
    {
        using TemporaryFolder folder = new();
        foreach (string name in new[] { "vocab.json", "merges.txt" })
        {
            File.Copy(SharedFolder.Path("goldens", "tokenizers", "trained-bpe", name), Path.Combine(folder.Path, name));
        }

        File.WriteAllText(Path.Combine(folder.Path, "tokenizer_config.json"), """{"tokenizer_class": "GPT2Tokenizer"}""");
        using JsonDocument golden = TokenizerGolden.Read("goldens", "tokenizers", "trained-bpe", "expected.json");
        PieceTokenizer tokenizer = TokenizerLoader.Load(folder.Path);

        int tokens = File.ReadLines(SharedFolder.Path("data", "wikitext2", "dev.txt")).Where(line => line.Length > 40).Take(500)
            .Sum(line => tokenizer.EncodeWithoutSpecialTokens(line).Length);

        Assert.Equal(golden.RootElement.GetProperty("vocab_size").GetInt32(), tokenizer.VocabularySize);
        Assert.Equal(golden.RootElement.GetProperty("tokens_on_500_dev_lines").GetInt32(), tokens);
    }

    private static string Folder(string variant, TemporaryFolder files)
    {
        if (variant != "gpt2-prefix-space")
        {
            return SharedFolder.Path("goldens", "tokenizers", variant);
        }

        foreach (string name in ByteLevelFiles)
        {
            string owner = name == "tokenizer_config.json" ? variant : "gpt2";
            File.Copy(SharedFolder.Path("goldens", "tokenizers", owner, name), Path.Combine(files.Path, name));
        }

        return files.Path;
    }
}
