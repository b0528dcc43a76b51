using System.Text.Json;
using TransferLearning.TextClassification.Tokenization.WordPiece;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Tokenization;

/// <summary>A learnt vocabulary against the reference trainer's.</summary>
public sealed class WordPieceTrainerParityTests
{
    [Fact]
    public void A_learnt_vocabulary_is_as_good_as_the_reference()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Path("goldens", "tokenizers", "trained-wordpiece", "expected.json")));
        string[] reference = File.ReadAllLines(SharedFolder.Path("goldens", "tokenizers", "trained-wordpiece", "vocab.txt"));
        int size = golden.RootElement.GetProperty("vocab_size").GetInt32();

        IReadOnlyList<string> learnt = WordPieceTrainer.Train(File.ReadLines(SharedFolder.Path("data", "wikitext2", "test.txt")), new() { VocabularySize = size });

        string[] lines = [.. File.ReadLines(SharedFolder.Path("data", "wikitext2", "dev.txt")).Where(line => line.Length > 40).Take(500)];
        Assert.Equal(size, learnt.Count);
        Assert.Equal(reference.Take(5), learnt.Take(5));
        int shared = learnt.Intersect(reference).Count();
        int tokens = Tokens(learnt, lines);
        Assert.Equal(golden.RootElement.GetProperty("tokens_on_500_dev_lines").GetInt32(), Tokens(reference, lines));
        Assert.True(shared >= 0.98 * size && tokens <= Tokens(reference, lines), $"{shared} of {size} pieces agree; {tokens} tokens against {Tokens(reference, lines)}.");
    }

    private static int Tokens(IReadOnlyList<string> vocabulary, string[] lines)
    {
        WordPieceTokenizer tokenizer = WordPieceTokenizer.FromVocabulary(vocabulary);
        return lines.Sum(line => tokenizer.EncodeWithoutSpecialTokens(line).Length);
    }
}
