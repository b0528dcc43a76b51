namespace TransferLearning.TextClassification.Runtime;

/// <summary>
/// A counter-based random stream: element i of a fill depends on the key and on i alone, so the same key gives the same numbers whichever thread asks,
/// on every machine. Not for cryptography.
/// </summary>
/// <param name="key">Names the stream.</param>
internal readonly struct SeededRandom(ulong key)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong key = key;

    /// <summary>The stream of a seed.</summary>
    internal static SeededRandom FromSeed(long seed) => new(Mix(unchecked((ulong)seed) + Golden));

    /// <summary>A stream within this one.</summary>
    internal SeededRandom Child(ulong name) => new(Mix(key ^ Mix(name + Golden)));

    /// <summary>A stream within this one.</summary>
    internal SeededRandom Child(string name)
    {
        ulong hash = 14695981039346656037; // FNV-1a
        foreach (char letter in name)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return Child(hash);
    }

    /// <summary>Number <paramref name="index"/> of the stream, uniform over all 64-bit values.</summary>
    internal ulong Next(long index) => Mix(key + (unchecked((ulong)index + 1) * Golden));

    /// <summary>Number <paramref name="index"/> of the stream, uniform in [0, 1).</summary>
    internal double NextDouble(long index) => (Next(index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Shuffles in place (Fisher–Yates).</summary>
    internal void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = (int)(Next(i) % (ulong)(i + 1));
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>Fills with normal numbers of mean 0 (Box–Muller).</summary>
    internal void FillNormal(Span<float> values, double standardDeviation)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble(i))) * standardDeviation;
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * NextDouble(i + 1));
            values[i] = (float)(radius * cosine);
            if (i + 1 < values.Length)
            {
                values[i + 1] = (float)(radius * sine);
            }
        }
    }

    /// <summary>Fills with numbers uniform in [-bound, bound).</summary>
    internal void FillUniform(Span<float> values, double bound)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(((2 * NextDouble(i)) - 1) * bound);
        }
    }

    /// <summary>A dropout mask: 0 with the given probability, else 1 / (1 - probability).</summary>
    internal DropoutMask Dropout(double probability) => new(key, probability);

    /// <summary>The output function of SplitMix64 (Steele, Lea, Flood 2014).</summary>
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
