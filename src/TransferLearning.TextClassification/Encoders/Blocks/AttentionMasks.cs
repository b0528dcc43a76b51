using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Masks of attention within texts of one length: 0 where a token sees another, minus infinity where not, <c>[query, key]</c>.</summary>
internal static class AttentionMasks
{
    /// <summary>A token sees itself and those before it.</summary>
    internal static Tensor Causal(int length, Device device) => full([length, length], float.NegativeInfinity, ScalarType.Float32, device).triu(1);

    /// <summary>A token sees those at most <paramref name="reach"/> places away; null where that is all of them.</summary>
    internal static Tensor? Window(int length, int reach, Device device)
    {
        if (length - 1 <= reach)
        {
            return null;
        }

        Tensor places = arange(length, ScalarType.Int64, device);
        Tensor hidden = (places.unsqueeze(0) - places.unsqueeze(1)).abs().gt(reach);
        return zeros([length, length], ScalarType.Float32, device).masked_fill(hidden, float.NegativeInfinity);
    }
}
