using TorchSharp;
using TransferLearning.TextClassification.Encoders.Kernels;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Tests.Encoders.Kernels;

/// <summary>Attention written out, text by text and head by head, in float64 with gradients by autograd.</summary>
internal static class ReferenceAttention
{
    /// <summary>The output, and the input's gradient where the output's is <paramref name="outputGradient"/>.</summary>
    internal static (float[] Output, float[] Gradient) Run(
        AttentionShape shape, int[] offsets, float[] queryKeyValue, float[] outputGradient, double dropout, SeededRandom stream)
    {
        using DisposeScope scope = NewDisposeScope();
        int hidden = shape.Heads * shape.HeadSize;
        Tensor input = tensor(queryKeyValue, [offsets[^1], 3, shape.Heads, shape.HeadSize]).to(ScalarType.Float64).requires_grad_();
        List<Tensor> texts = [];
        for (int text = 0; text + 1 < offsets.Length; text++)
        {
            int length = offsets[text + 1] - offsets[text];
            Tensor rows = input.narrow(0, offsets[text], length);
            Tensor[] heads = [.. Enumerable.Range(0, shape.Heads).Select(head =>
            {
                Tensor scores = Part(rows, 0, head).matmul(Part(rows, 1, head).t()) * shape.Scale;
                Tensor probabilities = (scores + tensor(Hidden(shape, length), [length, length])).softmax(-1);
                return (probabilities * tensor(Kept(length, dropout, stream, text, head), [length, length])).matmul(Part(rows, 2, head));
            })];
            texts.Add(stack(heads, 1).reshape(length, hidden));
        }

        Tensor output = cat(texts);
        (output * tensor(outputGradient, [offsets[^1], hidden])).sum().backward();
        return (TensorMemory.ToArray(output), TensorMemory.ToArray(input.grad!));
    }

    private static Tensor Part(Tensor rows, int part, int head) => rows.select(1, part).select(1, head);

    private static double[] Hidden(AttentionShape shape, int length)
    {
        double[] hidden = new double[length * length];
        for (int query = 0; query < length; query++)
        {
            for (int key = 0; key < length; key++)
            {
                bool isSeen = (!shape.Causal || key <= query) && Math.Abs(query - key) <= (shape.Window ?? length);
                hidden[(query * length) + key] = isSeen ? 0 : double.NegativeInfinity;
            }
        }

        return hidden;
    }

    /// <summary>The factor of each probability: 0 or the inverse of the kept share.</summary>
    private static double[] Kept(int length, double dropout, SeededRandom stream, int text, int head)
    {
        uint threshold = (uint)Math.Round(dropout * 65536);
        ulong keys = stream.Child((ulong)text).Next(head);
        double[] kept = new double[length * length];
        for (int query = 0; query < length; query++)
        {
            for (int key = 0; key < length; key++)
            {
                uint hash = Mix(Mix((uint)keys + (uint)query) + Mix((uint)(keys >> 32) + (uint)(key / 2)));
                uint half = key % 2 == 0 ? hash & 0xFFFF : hash >> 16;
                kept[(query * length) + key] = half >= threshold ? 65536.0 / (65536 - threshold) : 0;
            }
        }

        return kept;
    }

    private static uint Mix(uint x)
    {
        x = (x ^ (x >> 16)) * 0x7feb352d;
        x = (x ^ (x >> 15)) * 0x846ca68b;
        return x ^ (x >> 16);
    }
}
