using System.Diagnostics;
using System.Text;
using TransferLearning.TextClassification.Tokenization;
using BertOptions = Microsoft.ML.Tokenizers.BertOptions;
using BertTokenizer = Microsoft.ML.Tokenizers.BertTokenizer;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Tokenization of the lines of a corpus into a buffer, uncut.</summary>
internal static class TokenizerSpeed
{
    private const int Passes = 7;
    private const int LongestLine = 1 << 17; // tokens

    /// <summary>Corpus and tokenizer of each workload; folders lie in the shared folder.</summary>
    private static readonly (string Workload, string Corpus, string Folder)[] Workloads =
    [
        ("wikitext2", "wikitext2", "models/all-minilm-l6-v2"),
        ("zhwiki", "zhwiki", "models/bge-small-zh-v1.5"),
        ("wikitext2-bpe", "wikitext2", "goldens/tokenizers/gpt2"),
        ("wikitext2-unigram", "wikitext2", "goldens/tokenizers/xlm-roberta-8k"),
        ("wikitext2-albert", "wikitext2", "goldens/classifiers/albert"),
        ("wikitext2-deberta", "wikitext2", "goldens/classifiers/deberta-v3"),
    ];

    internal static Measurement Run(string system, string workload, int threads, string shared)
    {
        (_, string corpus, string folder) = Workloads.First(entry => entry.Workload == workload);
        folder = Path.Combine(shared, folder);
        string[] lines = Corpus.ReadLines(shared, corpus);
        double megabytes = lines.Sum(line => (long)Encoding.UTF8.GetByteCount(line)) / 1e6;
        Action<string, int[]> tokenize = system == "ours" ? Ours(folder) : Microsofts(folder);
        (double seconds, double allocated) = Measure(lines, threads, tokenize);
        return new Measurement
        {
            Workload = workload,
            Kind = "tokenize",
            System = system,
            Threads = threads,
            Texts = lines.Length,
            TextsPerSecond = lines.Length / seconds,
            MegabytesPerSecond = megabytes / seconds,
            BytesPerDocument = allocated / lines.Length,
            PeakMemoryMb = ChildProcess.PeakMemoryMb(),
        };
    }

    private static Action<string, int[]> Ours(string folder)
    {
        PieceTokenizer tokenizer = TokenizerLoader.Load(folder);
        return (line, ids) => tokenizer.Encode(line.AsSpan(), ids, out _);
    }

    private static Action<string, int[]> Microsofts(string folder)
    {
        BertTokenizer tokenizer = BertTokenizer.Create(Path.Combine(folder, "vocab.txt"), new BertOptions());
        return (line, _) => tokenizer.EncodeToIds(line, addSpecialTokens: true);
    }

    /// <summary>The median seconds of several passes over all lines, and the bytes that the last one allocated.</summary>
    private static (double Seconds, double Allocated) Measure(string[] lines, int threads, Action<string, int[]> tokenize)
    {
        List<double> seconds = [];
        long allocated = 0;
        using Barrier barrier = new(threads + 1);
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            int[] ids = new int[LongestLine];
            for (int pass = 0; pass <= Passes; pass++)
            {
                barrier.SignalAndWait();
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = number; i < lines.Length; i += threads)
                {
                    tokenize(lines[i], ids);
                }

                long own = GC.GetAllocatedBytesForCurrentThread() - before;
                Interlocked.Add(ref allocated, pass == Passes ? own : 0);
                barrier.SignalAndWait();
            }
        }))];
        Array.ForEach(workers, worker => worker.Start());
        for (int pass = 0; pass <= Passes; pass++)
        {
            barrier.SignalAndWait();
            Stopwatch watch = Stopwatch.StartNew();
            barrier.SignalAndWait();
            if (pass > 0) // the first one warms up
            {
                seconds.Add(watch.Elapsed.TotalSeconds);
            }
        }

        Array.ForEach(workers, worker => worker.Join());
        return (Statistics.Median(seconds), allocated);
    }
}
