using System.Diagnostics;
using System.Text.Json;
using TransferLearning.TextClassification.Tokenization;
using TransferLearning.TextClassification.Tokenization.Unigram;
using TransferLearning.TextClassification.Tokenization.WordPiece;
using Microsofts = Microsoft.ML.Tokenizers;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>The measurement behind docs/decisions/0002-own-tokenizers.md: ours and Microsoft's on the ASCII film reviews of imdb, and both against the goldens.</summary>
internal sealed class TokenizerComparison
{
    private const int LongestText = 16384; // tokens
    private const int Rounds = 5;

    private readonly string shared;
    private readonly string[] texts;
    private readonly double megabytes;

    private TokenizerComparison(string shared)
    {
        this.shared = shared;
        texts = [.. File.ReadLines(Path.Combine(shared, "data", "imdb", "train.tsv")).Skip(1).Select(line => line.Split('\t')[1]).Where(text => text.All(char.IsAscii))];
        megabytes = texts.Sum(text => (long)text.Length) / 1e6;
    }

    internal static void Run(string shared)
    {
        TokenizerComparison comparison = new(shared);
        comparison.CompareWordPiece();
        comparison.CompareByteLevel();
        comparison.CompareUnigram();
    }

    private void CompareWordPiece()
    {
        string folder = MiniLm.Folder(shared);
        Microsofts.BertTokenizer bert = Microsofts.BertTokenizer.Create(Path.Combine(folder, "vocab.txt"), new Microsofts.BertOptions());
        GoldenText[] golden = Golden("bert-uncased", "expected.json", "no_special", ["[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"]);
        Compare("WordPiece", WordPieceLoader.Load(folder), id => id, golden, ("BertTokenizer", text => bert.EncodeToIds(text, addSpecialTokens: false)));
    }

    private void CompareByteLevel()
    {
        string folder = Path.Combine(shared, "goldens", "tokenizers", "gpt2");
        (string vocabulary, string merges) = (Path.Combine(folder, "vocab.json"), Path.Combine(folder, "merges.txt"));
        using FileStream vocabularyStream = File.OpenRead(vocabulary);
        using FileStream mergesStream = File.OpenRead(merges);
        Microsofts.CodeGenTokenizer codeGen = Microsofts.CodeGenTokenizer.Create(vocabularyStream, mergesStream, addPrefixSpace: false, addBeginOfSentence: false, addEndOfSentence: false);
        Microsofts.BpeTokenizer bpe = Microsofts.BpeTokenizer.Create(new Microsofts.BpeOptions(vocabulary, merges) { ByteLevel = true, PreTokenizer = Microsofts.RobertaPreTokenizer.Instance });
        GoldenText[] golden = Golden("gpt2", "expected.json", "no_special", ["<|endoftext|>"]);
        Compare("Byte-level BPE", TokenizerLoader.Load(folder), id => id, golden, ("CodeGenTokenizer", text => codeGen.EncodeToIds(text)), ("BpeTokenizer", text => bpe.EncodeToIds(text)));
    }

    /// <summary>Both read the SentencePiece model alone, and SentencePiece itself made the golden.</summary>
    private void CompareUnigram()
    {
        string folder = Path.Combine(shared, "goldens", "tokenizers", "xlm-roberta-8k");
        string path = Path.Combine(folder, "sentencepiece.bpe.model");
        PieceTokenizer own = SentencePieceLoader.Load(path, SentencePieceLayout.All.First(layout => layout.Name == "XLMRoberta"), TokenizerConfiguration.Read(folder));
        using FileStream model = File.OpenRead(path);
        Microsofts.SentencePieceTokenizer sentencePiece = Microsofts.SentencePieceTokenizer.Create(model, addBeginningOfSentence: false, addEndOfSentence: false);
        GoldenText[] golden = Golden("xlm-roberta-8k", "sentencepiece.json", "ids", ["<s>", "</s>", "<pad>", "<unk>", "<mask>"]);

        // XLM-R's ids are one more than SentencePiece's, but for the unknown piece: 3 instead of 0.
        Compare("Unigram", own, id => id == 3 ? 0 : id - 1, golden, ("SentencePieceTokenizer", text => sentencePiece.EncodeToIds(text)));
    }

    private void Compare(string kind, PieceTokenizer own, Func<int, int> toTheirs, GoldenText[] golden, params (string Name, Func<string, IReadOnlyList<int>> Encode)[] others)
    {
        int[] buffer = new int[LongestText];
        Console.WriteLine($"{kind}: {texts.Length} ASCII texts, {megabytes:F1} MB; {golden.Length} golden texts");
        Console.WriteLine($"  own, into a buffer: {Speed(text => own.Encode(text.AsSpan(), buffer, out _))}");
        Console.WriteLine($"  own, a new array a text: {Speed(text => own.Encode(text, LongestText))}; differs on {golden.Count(row => Differs(row.Ids, OwnIds, row.Text))} golden texts");
        foreach ((string name, Func<string, IReadOnlyList<int>> encode) in others)
        {
            Console.WriteLine(
                $"  {name}: {Speed(text => encode(text))}; differs from our own on {texts.Count(text => Differs(OwnIds(text), encode, text))} ASCII texts, from the reference on {golden.Count(row => Differs(row.Ids, encode, row.Text))} golden texts");
        }

        int[] OwnIds(string text) => Array.ConvertAll(own.EncodeWithoutSpecialTokens(text), id => toTheirs(id));
    }

    /// <summary>Whether a tokenizer gives other ids, or none.</summary>
    private static bool Differs(int[] expected, Func<string, IReadOnlyList<int>> encode, string text)
    {
        try
        {
            return !encode(text).SequenceEqual(expected);
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    /// <summary>The golden texts in which no special token is written, and their ids.</summary>
    private GoldenText[] Golden(string folder, string file, string member, string[] special)
    {
        string tokenizers = Path.Combine(shared, "goldens", "tokenizers");
        using JsonDocument texts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(tokenizers, "texts.json")));
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(tokenizers, folder, file)));
        return
        [
            .. texts.RootElement.EnumerateArray().Zip(
                expected.RootElement.GetProperty(member).EnumerateArray(),
                (text, ids) => new GoldenText(text.GetString()!, [.. ids.EnumerateArray().Select(id => id.GetInt32())])).Where(row => !special.Any(row.Text.Contains)),
        ];
    }

    private string Speed(Action<string> tokenize)
    {
        double best = double.MaxValue;
        long allocated = 0;
        for (int round = 0; round < Rounds; round++)
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

        return $"{megabytes / best:F1} MB/s on one thread, {(double)allocated / texts.Length:F0} bytes allocated a text";
    }

    private sealed record GoldenText(string Text, int[] Ids);
}
