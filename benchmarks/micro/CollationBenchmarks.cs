using BenchmarkDotNet.Attributes;
using TorchSharp;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Tokenization;

namespace TransferLearning.TextClassification.Benchmarks.Micro;

/// <summary>Thirty-two tokenized texts become a packed batch.</summary>
[MemoryDiagnoser]
public class CollationBenchmarks
{
    private TokenizedText[] texts = [];

    [GlobalSetup]
    public void Tokenize()
    {
        TextTokenizer tokenizer = SampleTexts.CreateTokenizer();
        texts = [.. SampleTexts.Create(32).Select(text => tokenizer.Encode(text, 128))];
    }

    [Benchmark]
    public int Pack()
    {
        using TokenBatch batch = TokenBatch.Create(texts, torch.CPU);
        return batch.TokenCount;
    }
}
