using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Data;

/// <summary>
/// Random numbers that are the same for a seed on every machine and in every version.
/// Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private readonly SeededRandom stream = new(seed);
    private long taken;

    internal ulong Next() => stream.Next(taken++);

    /// <summary>A number from 0 to below <paramref name="limit"/>.</summary>
    internal int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>Fisher–Yates.</summary>
    internal void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
