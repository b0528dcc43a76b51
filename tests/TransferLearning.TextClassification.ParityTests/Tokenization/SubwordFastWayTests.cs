using System.Text;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Tokenization;

/// <summary>The way into a buffer, which allocates nothing, against the step-by-step way that follows offsets.</summary>
public sealed class SubwordFastWayTests
{
    private const int RandomTexts = 4000;
    private const int LongestText = 24; // fragments
    private const int MostPasses = 50;

    /// <summary>Spaces of all kinds, marks, joiners, letters before joiners, ligatures, Hangul in parts, quotes, the mark of a space, surrogates without a partner.</summary>
    private static readonly string[] Fragments =
    [
        " ", " ", " ", "  ", "\t", "\n", "\r\n", "\u00A0", "\u3000", "\u2028", "\u200B", "\u200D", "\uFEFF", "\u0301", "\u0323\u0301", "\u0301\u0323", "\u0903", "\u0600", "\u0BC6\u0BBE", "\u2581", "a\u2581b",
        "``", "''", "'", "caf\u00E9", "cafe\u0301", "\uFB01n", "\uFF21\uFF22", "\u00BD", "\u1100\u1161\u11A8", "\uAC00", "\u0E01\u0E34", "\u0915\u094D\u0937", "\u0130I\u0131", "\u4E2D\u6587",
        "\uD83D\uDC69\u200D\uD83D\uDCBB", "\uD83C\uDDE9\uD83C\uDDEA", "\uD800", "\uDC00", "\0", "\u00AD", "x", "The", "word", "ungewöhnlich", "don't", "3.14", "Ωmega", "<mask>", "[MASK]",
    ];

    [Theory]
    [InlineData("tokenizers", "gpt2")]
    [InlineData("tokenizers", "xlm-roberta-8k")]
    [InlineData("classifiers", "albert")]
    [InlineData("classifiers", "camembert")]
    [InlineData("classifiers", "deberta-v3")]
    [InlineData("classifiers", "modernbert")]
    [InlineData("classifiers", "xlm-roberta")]
    public void It_gives_the_same_ids_without_garbage(string kind, string name)
    {
        AssertSame(TokenizerLoader.Load(SharedFolder.Path("goldens", kind, name)));
    }

    [Theory]
    [InlineData("albert", "spiece.model")]
    [InlineData("camembert", "sentencepiece.bpe.model")]
    [InlineData("xlm-roberta", "sentencepiece.bpe.model")]
    public void So_does_a_SentencePiece_model_alone(string name, string model)
    {
        using TemporaryFolder folder = new();
        foreach (string file in new[] { model, "config.json", "tokenizer_config.json" })
        {
            File.Copy(SharedFolder.Path("goldens", "classifiers", name, file), Path.Combine(folder.Path, file));
        }

        AssertSame(TokenizerLoader.Load(folder.Path));
    }

    private static void AssertSame(PieceTokenizer tokenizer)
    {
        string[] texts = [.. TokenizerGolden.ReadTexts(), .. Enumerable.Range(0, RandomTexts).Select(RandomText)];
        int[] ids = new int[1 << 16];
        foreach (string text in texts)
        {
            int count = tokenizer.Encode(text.AsSpan(), ids, out _);
            Assert.Equal(tokenizer.EncodeWithOffsets(text).Ids, ids[..count]);
        }

        // Words that have left the cache since may need more room than others did, and code that is not optimized yet boxes numbers.
        long allocated = long.MaxValue;
        for (int pass = 0; pass < MostPasses && allocated > 0; pass++)
        {
            allocated = Encode(tokenizer, texts, ids);
            Thread.Sleep(100);
        }

        Assert.Equal(0, allocated);
    }

    /// <summary>The bytes that tokenizing all texts allocates.</summary>
    private static long Encode(PieceTokenizer tokenizer, string[] texts, int[] ids)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (string text in texts)
        {
            tokenizer.Encode(text.AsSpan(), ids, out _);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string RandomText(int seed)
    {
        Random random = new(seed);
        StringBuilder text = new();
        for (int count = random.Next(1, LongestText); count > 0; count--)
        {
            text.Append(Fragments[random.Next(Fragments.Length)]);
        }

        return text.ToString();
    }
}
