using TransferLearning.TextClassification.Tests.Root;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.WordPiece;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Tokenization;

public sealed class TokenCacheTests : IDisposable
{
    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "one", "two", "three"];
    private static readonly TextInput[] Inputs = ["one two", new("three", "one one"), "two two two two"];

    private readonly TemporaryFolder folder = new();
    private readonly ListLogger messages = new();
    private readonly TextTokenizer tokenizer = WordPieceTokenizer.FromVocabulary(Vocabulary);
    private int tokenized;

    private string CacheFolder => folder.File("cache");

    public void Dispose()
    {
        folder.Dispose();
        messages.Dispose();
    }

    [Fact]
    public void What_was_tokenized_once_is_read()
    {
        TokenizedTexts first = Get(tokenizer, 5, Inputs);
        TokenizedTexts second = Get(tokenizer, 5, Inputs);

        Assert.Equal(1, tokenized);
        Assert.Equal(first.Select(text => text.Ids), second.Select(text => text.Ids));
        Assert.Equal(first.Select(text => text.TypeIds), second.Select(text => text.TypeIds));
        Assert.Equal(first.Select(text => text.WasTruncated), second.Select(text => text.WasTruncated));
        Assert.Single(Directory.GetFiles(CacheFolder));
        Assert.Empty(messages.Warnings);
    }

    [Fact]
    public void Other_texts_lengths_and_tokenizers_have_files_of_their_own()
    {
        Get(tokenizer, 5, Inputs);
        Get(tokenizer, 6, Inputs);
        Get(tokenizer, 5, ["one two", new("three", "one one"), "two two two one"]);
        Get(tokenizer, 5, ["one two", new("threeone one", null), "two two two two"]);
        Get(tokenizer, 5, ["one two", "three", new("one one", "two two two two")]);
        Get(WordPieceTokenizer.FromVocabulary([.. Vocabulary, "four"]), 5, Inputs);

        Assert.Equal(6, tokenized);
        Assert.Equal(6, Directory.GetFiles(CacheFolder).Length);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("short")]
    [InlineData("long")]
    [InlineData("header")]
    [InlineData("token")]
    [InlineData("hash")]
    public void A_damaged_file_is_ignored_and_written_anew(string damage)
    {
        TokenizedTexts first = Get(tokenizer, 5, Inputs);
        string file = Directory.GetFiles(CacheFolder).Single();
        byte[] sound = File.ReadAllBytes(file);
        File.WriteAllBytes(file, Damage(sound, damage));

        TokenizedTexts second = Get(tokenizer, 5, Inputs);

        Assert.Equal(2, tokenized);
        Assert.Contains($"'{file}' is damaged", Assert.Single(messages.Warnings), StringComparison.Ordinal);
        Assert.Equal(first.Select(text => text.Ids), second.Select(text => text.Ids));
        Assert.Equal(sound, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_costs_a_warning()
    {
        File.WriteAllText(CacheFolder, "a file where the folder should be");

        Assert.Equal(Inputs.Length, Get(tokenizer, 5, Inputs).Count);
        Assert.Contains("cannot be written", Assert.Single(messages.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_training_uses_it_and_comes_out_the_same()
    {
        List<float> scores = [];
        TextDatasetSplit split = ToyData.TwoClasses.SplitStratified();
        foreach (string? cache in new[] { null, CacheFolder, CacheFolder })
        {
            TransferClassifierTrainer trainer = new TransferClassifierBuilder(messages)
                .UseBertEncoder(ToyData.TinyEncoder)
                .UseTraining(new() { Epochs = 1, Device = ComputeDevice.Cpu, TokenCacheFolder = cache })
                .Build();
            using TransferClassifier classifier = await trainer.FitAsync(split.Train, split.Test, cancellationToken: TestContext.Current.CancellationToken);
            scores.Add(classifier.Predict("a refund", TestContext.Current.CancellationToken).Probabilities["billing"]);
        }

        Assert.Equal(scores[0], scores[1]);
        Assert.Equal(scores[0], scores[2]);
        Assert.Equal(2, Directory.GetFiles(CacheFolder, "*.tokens").Length);
    }

    [Fact]
    public void A_blank_folder_is_a_problem_that_Build_names()
    {
        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => new TransferClassifierBuilder().UseTraining(new() { TokenCacheFolder = " " }).Build());

        Assert.Contains("TrainingOptions.TokenCacheFolder is blank", exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Damage(byte[] sound, string damage)
    {
        byte[] damaged = [.. sound];
        switch (damage)
        {
            case "empty": return [];
            case "short": return damaged[..^1];
            case "long": return [.. damaged, 0];
            case "header": damaged[8]++; break;
            case "token": damaged[^40] ^= 1; break;
            default: damaged[^1] ^= 1; break;
        }

        return damaged;
    }

    private TokenizedTexts Get(TextTokenizer with, int maxTokens, TextInput[] inputs) => new TokenCache(CacheFolder, messages).GetOrAdd(with, maxTokens, inputs, () =>
    {
        tokenized++;
        return TokenizedTexts.Pack(inputs.Select(input => with.Encode(input, maxTokens)), with.VocabularySize);
    });
}
