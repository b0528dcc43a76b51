using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.DebertaV2;

/// <summary>The distances between tokens that have vectors of their own: short ones alone, long ones together on a logarithmic scale (He et al. 2021).</summary>
/// <param name="Buckets">Buckets of a direction; below 1, every distance stands alone.</param>
/// <param name="Farthest">The longest distance.</param>
internal sealed record DistanceScale(int Buckets, int Farthest)
{
    /// <summary>Vectors of a direction.</summary>
    internal int Span => Buckets > 0 ? Buckets : Farthest;

    /// <summary>The rows of the distances (query − key) from −(longest − 1) to longest − 1, int64 <c>[2 longest − 1]</c>.</summary>
    internal Tensor RowsOfDistances(int longest, Device device) =>
        (Bucket(arange(1 - longest, longest, ScalarType.Int64, device)) + Span).clamp(0, (2 * Span) - 1);

    private Tensor Bucket(Tensor distances)
    {
        if (Buckets < 1)
        {
            return distances;
        }

        int middle = Buckets / 2;
        Tensor size = distances.abs();
        Tensor beyond = where(size.lt(middle), full_like(size, middle - 1), size).to(ScalarType.Float32);
        Tensor wholeRange = log(tensor((Farthest - 1) / (double)middle, ScalarType.Float32, device: distances.device));
        Tensor logarithmic = (ceil(log(beyond / middle) / wholeRange * (middle - 1)) + middle).to(ScalarType.Int64) * distances.sign();
        return where(size.le(middle), distances, logarithmic);
    }
}
