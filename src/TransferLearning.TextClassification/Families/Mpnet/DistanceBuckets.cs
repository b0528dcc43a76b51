using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Mpnet;

/// <summary>Distances between tokens in buckets: small ones alone, larger ones together on a logarithmic scale, each direction for itself (Raffel et al. 2020).</summary>
internal static class DistanceBuckets
{
    /// <summary>How many buckets the reference implementation fills, whatever the size of its table.</summary>
    internal const int Count = 32;

    private const int OneDirection = Count / 2;
    private const int Alone = OneDirection / 2;
    private const int Farthest = 128;

    /// <summary>The buckets of the distances (key − query) from −(longest − 1) to longest − 1, int64 <c>[2 longest − 1]</c>.</summary>
    internal static Tensor OfDistances(int longest, Device device)
    {
        Tensor distances = arange(1 - longest, longest, ScalarType.Int64, device);
        Tensor size = distances.abs();
        Tensor logarithmic = (log(size.to(ScalarType.Float32) / Alone) / Math.Log(Farthest / (double)Alone) * (OneDirection - Alone)).to(ScalarType.Int64) + Alone;
        Tensor bucket = where(size.lt(Alone), size, logarithmic.clamp_max(OneDirection - 1));
        return bucket + (distances.gt(0).to(ScalarType.Int64) * OneDirection);
    }
}
