using TorchSharp;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Tokenization;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests;

/// <summary>A golden file of tensors, read as float32.</summary>
internal sealed class GoldenTensors(string path) : IDisposable
{
    private readonly SafetensorsReader reader = (SafetensorsReader)SafetensorsReader.Open(path);

    internal IEnumerable<string> Names => reader.Tensors.Keys;

    internal bool Has(string name) => reader.Tensors.ContainsKey(name);

    internal long[] Shape(string name) => reader.Tensors[name].Shape;

    internal float[] this[string name]
    {
        get
        {
            float[] values = new float[reader.Tensors[name].Count];
            reader.Read(name, values);
            return values;
        }
    }

    /// <summary>The rows of <c>input_ids</c>, without padding.</summary>
    internal List<TokenizedText> Texts(string prefix = "input.")
    {
        int rows = (int)Shape(prefix + "input_ids")[0];
        int[] ids = [.. this[prefix + "input_ids"].Select(id => (int)id)];
        float[] mask = this[prefix + "attention_mask"];
        byte[]? types = Has(prefix + "token_type_ids") ? [.. this[prefix + "token_type_ids"].Select(type => (byte)type)] : null;
        int length = ids.Length / rows;
        return [.. Enumerable.Range(0, rows).Select(row =>
        {
            int[] real = [.. Enumerable.Range(row * length, length).Where(i => mask[i] == 1)];
            return new TokenizedText([.. real.Select(i => ids[i])], types is null ? null : [.. real.Select(i => types[i])], false);
        })];
    }

    /// <summary>Rows of the reference in the order of a batch.</summary>
    internal static float[] InBatchOrder(float[] rows, TokenBatch batch, int width) => [.. batch.SourceIndexes.SelectMany(row => rows.Skip(row * width).Take(width))];

    /// <summary>Asserts that the vectors of all real tokens, [tokens, hidden], are those of the reference, [texts, longest, hidden].</summary>
    internal void AssertTokens(string name, torch.Tensor actual, TokenBatch batch, double tolerance)
    {
        long[] shape = Shape(name);
        float[] padded = this[name];
        (int longest, int size) = ((int)shape[1], (int)shape[2]);
        float[] mask = this["input.attention_mask"];
        float[] expected = [.. batch.SourceIndexes.SelectMany(row =>
            Enumerable.Range(row * longest, longest).Where(token => mask[token] == 1).SelectMany(token => padded.Skip(token * size).Take(size)))];
        AssertClose(expected, TensorMemory.ToArray(actual), tolerance, tolerance, name);
    }

    /// <summary>Asserts |a − b| ≤ absolute + relative · |b|.</summary>
    internal static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double absolute, double relative, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(actual[i] - expected[i]);
            if (!(difference <= absolute + (relative * Math.Abs(expected[i]))))
            {
                Assert.Fail($"{what}[{i}] is {actual[i]:R} where {expected[i]:R} is expected (difference {difference:E2}).");
            }
        }
    }

    public void Dispose() => reader.Dispose();
}
