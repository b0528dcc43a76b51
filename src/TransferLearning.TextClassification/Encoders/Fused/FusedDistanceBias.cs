using TransferLearning.TextClassification.Encoders.Kernels;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>Biases of attention by distance, which all layers of a pass share.</summary>
internal sealed unsafe class FusedDistanceBias
{
    private readonly int heads;
    private readonly int longest;
    private readonly FusedMatrix<float> values; // [heads, width]
    private readonly FusedMatrix<float>? gradient;

    /// <param name="memory">The pass's.</param>
    /// <param name="ofDistance">Of key − query from −(longest − 1) to longest − 1, <c>[2 longest − 1, heads]</c>.</param>
    /// <param name="needsGradients">Whether a backward pass will come.</param>
    internal FusedDistanceBias(FusedMemory memory, Tensor ofDistance, bool needsGradients)
    {
        heads = (int)ofDistance.shape[1];
        longest = ((int)ofDistance.shape[0] + 1) / 2;
        int width = AttentionBias.WidthOf(longest);
        values = new(memory.States, heads, width);
        values.Span.Clear();
        ReadOnlySpan<float> source = Runtime.TensorMemory.Floats(ofDistance.detach().contiguous());
        for (int distance = 0; distance < (2 * longest) - 1; distance++)
        {
            for (int head = 0; head < heads; head++)
            {
                values.Row(head)[(2 * longest) - 2 - distance] = source[(distance * heads) + head] * KernelVector.Log2E;
            }
        }

        if (needsGradients)
        {
            gradient = new(memory.States, heads, width);
            gradient.Span.Clear();
        }
    }

    /// <summary>How many numbers a share of the gradient has.</summary>
    internal int Size => heads * values.Columns;

    /// <summary>For the forward pass.</summary>
    internal AttentionBias Forward => new(values.Pointer, null, longest);

    /// <summary>For the backward pass of some texts, which adds to <paramref name="share"/>, of <see cref="Size"/>.</summary>
    internal AttentionBias Backward(float* share) => new(values.Pointer, share, longest);

    /// <summary>Adds the sum of all shares of a layer.</summary>
    internal void Add(float* total) => System.Numerics.Tensors.TensorPrimitives.Add(gradient!.Span, new ReadOnlySpan<float>(total, Size), gradient.Span);

    /// <summary>The gradient in the layout of the biases.</summary>
    internal Tensor Gradient()
    {
        float[] result = new float[((2 * longest) - 1) * heads];
        for (int distance = 0; distance < (2 * longest) - 1; distance++)
        {
            for (int head = 0; head < heads; head++)
            {
                result[(distance * heads) + head] = gradient!.Row(head)[(2 * longest) - 2 - distance];
            }
        }

        return tensor(result, [(2 * longest) - 1, heads]);
    }
}
