using BenchmarkDotNet.Attributes;
using TransferLearning.TextClassification.Tokenization.WordPiece;

namespace TransferLearning.TextClassification.Benchmarks.Micro;

/// <summary>WordPiece on 1,000 texts.</summary>
[MemoryDiagnoser]
public class TokenizerBenchmarks
{
    private readonly WordPieceTokenizer tokenizer = SampleTexts.CreateTokenizer();
    private readonly string[] texts = SampleTexts.Create(1000);

    [Benchmark(OperationsPerInvoke = 1000)]
    public int Encode()
    {
        int tokens = 0;
        foreach (string text in texts)
        {
            tokens += tokenizer.Encode(text, 128).Ids.Length;
        }

        return tokens;
    }

    [Benchmark(OperationsPerInvoke = 1000)]
    public int EncodeIntoSpan()
    {
        Span<int> ids = stackalloc int[128];
        int tokens = 0;
        foreach (string text in texts)
        {
            tokens += tokenizer.Encode(text, ids, out _);
        }

        return tokens;
    }
}
