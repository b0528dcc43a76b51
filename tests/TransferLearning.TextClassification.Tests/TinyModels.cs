using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Heads;

namespace TransferLearning.TextClassification.Tests;

/// <summary>A BERT of a few thousand weights, and rows that it can learn.</summary>
internal static class TinyModels
{
    internal const int VocabularySize = 50;

    internal static NumberTokenizer Tokenizer { get; } = new(VocabularySize);

    internal static ClassificationModel Bert(int outputs = 2, double dropout = 0, long seed = 1, int vocabularySize = VocabularySize)
    {
        NativeBackend.EnsureLoaded();
        BertEncoderOptions options = new()
        {
            HiddenSize = 16, Layers = 2, AttentionHeads = 2, IntermediateSize = 32, Positions = 64, HiddenDropout = dropout, AttentionDropout = dropout, InitializerRange = 0.1,
        };
        EncoderConfiguration configuration = new() { Values = BertFamily.Instance.Configure(options, vocabularySize), Pooling = Pooling.Mean };
        TextEncoder encoder = BertFamily.Instance.Create(configuration);
        ClassificationModel model = new(BertFamily.Instance, encoder, LinearHeadKind.Instance.Create(new LinearHeadOptions(), new HeadShape(encoder.HiddenSize, outputs, dropout)));
        model.Initialize(_ => true, seed, 0.1);
        return model;
    }

    /// <summary>Rows of 2 to 13 tokens: low ones have tokens from 1 to 29, high ones from 20 to 48.</summary>
    internal static TextDataset Rows(int count, int seed = 7)
    {
        SeededRandom random = SeededRandom.FromSeed(seed);
        return new TextDataset([.. Enumerable.Range(0, count).Select(row =>
        {
            SeededRandom own = random.Child((ulong)row);
            int length = 2 + (int)(own.Next(0) % 12);
            int[] ids = [.. Enumerable.Range(1, length).Select(i => (row % 2 == 0 ? 1 : 20) + (int)(own.Next(i) % 29))];
            return new TextExample(string.Join(' ', ids), row % 2 == 0 ? "low" : "high") { Path = "rows.tsv", Line = row + 2 };
        })]);
    }

    internal static float[] Weights(ClassificationModel model) => [.. model.NamedParameters().SelectMany(pair => TensorMemory.ToArray(pair.Parameter))];
}
