using TorchSharp;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Encoders;

/// <summary>Disentangled attention of every combination of terms, beside sums written out token by token.</summary>
public sealed class DisentangledAttentionTests
{
    private const int Hidden = 6;
    private const int Heads = 2;
    private const int HeadSize = Hidden / Heads;
    private const int Length = 5;

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    public void Equals_the_sums_written_out(bool contentToPosition, bool positionToContent, bool shares)
    {
        NativeBackend.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        TransformerShape shape = new()
        {
            HiddenSize = Hidden, Layers = 1, AttentionHeads = Heads, IntermediateSize = 8, HiddenDropout = 0, AttentionDropout = 0, NormEpsilon = 0, Activation = "gelu",
        };
        using DisentangledAttentionBlock block = new(shape, new(contentToPosition, positionToContent, shares));
        foreach ((string name, Parameter parameter) in block.named_parameters())
        {
            ParameterInitialization.Normal(parameter, ModuleWeights.SeedOf(2, name), 0.7);
        }

        using TokenBatch batch = TokenBatch.Create([new([1, 2, 3, 4, 5], null, false)], torch.CPU);
        torch.Tensor input = Random("input", Length, Hidden);
        torch.Tensor vectors = Random("vectors", (2 * Length) - 1, Hidden);
        torch.Tensor places = torch.arange(Length).unsqueeze(1) - torch.arange(Length).unsqueeze(0) + Length - 1; // [query, key]

        torch.Tensor actual = block.Forward(input, new RelativeDistances(vectors, [places]), batch, ForwardContext.Inference(), chosen: null);

        float[] expected = WrittenOut(block, input, vectors, contentToPosition, positionToContent, shares);
        float[] values = TensorMemory.ToArray(actual);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], values[i], 1e-4f);
        }
    }

    private static float[] WrittenOut(DisentangledAttentionBlock block, torch.Tensor input, torch.Tensor vectors, bool contentToPosition, bool positionToContent, bool shares)
    {
        float[,] q = Rows("query", input), k = Rows("key", input), v = Rows("value", input);
        float[,] pk = contentToPosition ? Rows(shares ? "key" : "distance_key", vectors) : new float[0, 0];
        float[,] pq = positionToContent ? Rows(shares ? "query" : "distance_query", vectors) : new float[0, 0];
        double terms = 1 + (contentToPosition ? 1 : 0) + (positionToContent ? 1 : 0);
        float[,] mixed = new float[Length, Hidden];
        for (int head = 0; head < Heads; head++)
        {
            for (int query = 0; query < Length; query++)
            {
                double[] scores = [.. Enumerable.Range(0, Length).Select(key =>
                {
                    int distance = query - key + Length - 1;
                    double sum = Product(q, query, k, key, head);
                    sum += contentToPosition ? Product(q, query, pk, distance, head) : 0;
                    sum += positionToContent ? Product(k, key, pq, distance, head) : 0;
                    return Math.Exp(sum / Math.Sqrt(HeadSize * terms));
                })];
                for (int i = head * HeadSize; i < (head + 1) * HeadSize; i++)
                {
                    mixed[query, i] = (float)Enumerable.Range(0, Length).Sum(key => scores[key] / scores.Sum() * v[key, i]);
                }
            }
        }

        return TensorMemory.ToArray(Linear("output", torch.tensor(mixed)));

        torch.Tensor Linear(string name, torch.Tensor tensor)
        {
            Dictionary<string, Parameter> parameters = block.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
            return torch.nn.functional.linear(tensor, parameters[name + ".weight"], parameters[name + ".bias"]);
        }

        float[,] Rows(string name, torch.Tensor tensor)
        {
            float[] values = TensorMemory.ToArray(Linear(name, tensor));
            float[,] rows = new float[values.Length / Hidden, Hidden];
            Buffer.BlockCopy(values, 0, rows, 0, values.Length * sizeof(float));
            return rows;
        }
    }

    private static double Product(float[,] left, int row, float[,] right, int otherRow, int head) =>
        Enumerable.Range(head * HeadSize, HeadSize).Sum(i => (double)left[row, i] * right[otherRow, i]);

    private static torch.Tensor Random(string name, int rows, int columns)
    {
        float[] values = new float[rows * columns];
        SeededRandom.FromSeed(4).Child(name).FillNormal(values, 1);
        return torch.tensor(values).view(rows, columns);
    }
}
