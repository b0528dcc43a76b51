using System.Diagnostics;
using TransferLearning.TextClassification.Tokenization.WordPiece;
using BertOptions = Microsoft.ML.Tokenizers.BertOptions;
using BertTokenizer = Microsoft.ML.Tokenizers.BertTokenizer;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>The measurement behind docs/decisions/0002-own-wordpiece.md: both tokenizers on the ASCII film reviews of imdb.</summary>
internal static class TokenizerComparison
{
    internal static void Run(string shared)
    {
        string folder = MiniLm.Folder(shared);
        string[] texts = [.. File.ReadLines(Path.Combine(shared, "data", "imdb", "train.tsv")).Skip(1).Select(line => line.Split('\t')[1]).Where(text => text.All(char.IsAscii))];
        double megabytes = texts.Sum(text => (long)text.Length) / 1e6;
        WordPieceTokenizer own = WordPieceLoader.Load(folder);
        BertTokenizer other = BertTokenizer.Create(Path.Combine(folder, "vocab.txt"), new BertOptions());
        int[] ids = new int[16384];
        int differences = texts.Count(text => !other.EncodeToIds(text, addSpecialTokens: true).SequenceEqual(own.Encode(text, ids.Length).Ids));

        Console.WriteLine($"{texts.Length} ASCII texts, {megabytes:F1} MB; ids differ on {differences}");
        Measure("own, into a buffer", texts, megabytes, text => own.Encode(text.AsSpan(), ids, out _));
        Measure("own, a new array a text", texts, megabytes, text => own.Encode(text, ids.Length));
        Measure("Microsoft.ML.Tokenizers", texts, megabytes, text => other.EncodeToIds(text, addSpecialTokens: true));
    }

    private static void Measure(string name, string[] texts, double megabytes, Action<string> tokenize)
    {
        double best = double.MaxValue;
        long allocated = 0;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            foreach (string text in texts)
            {
                tokenize(text);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Console.WriteLine($"{name}: {megabytes / best:F1} MB/s on one thread, {(double)allocated / texts.Length:F0} bytes allocated a text");
    }
}
