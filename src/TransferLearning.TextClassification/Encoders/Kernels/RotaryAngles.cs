using System.Collections.Concurrent;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>Cosines and sines of the angles by which pairs of a head's dimensions are turned at each position (Su et al. 2021).</summary>
internal sealed class RotaryAngles
{
    private static readonly ConcurrentDictionary<(int HeadSize, double Theta), RotaryAngles> Known = new();

    private RotaryAngles(int headSize, double theta, int positions)
    {
        Half = headSize / 2;
        Positions = positions;
        Cosines = GC.AllocateUninitializedArray<float>(positions * Half, pinned: true);
        Sines = GC.AllocateUninitializedArray<float>(positions * Half, pinned: true);
        for (int pair = 0; pair < Half; pair++)
        {
            float frequency = 1 / MathF.Pow((float)theta, 2 * pair / (float)headSize);
            for (int position = 0; position < positions; position++)
            {
                (Sines[(position * Half) + pair], Cosines[(position * Half) + pair]) = MathF.SinCos(position * frequency);
            }
        }
    }

    /// <summary>How many pairs a head has: dimension i turns with dimension i + half.</summary>
    internal int Half { get; }

    /// <summary>How many positions there are.</summary>
    internal int Positions { get; }

    /// <summary>[positions, half], pinned.</summary>
    internal float[] Cosines { get; }

    /// <summary>[positions, half], pinned.</summary>
    internal float[] Sines { get; }

    /// <summary>The angles of at least so many positions, kept for the next who asks.</summary>
    /// <param name="headSize">The size of a head, even.</param>
    /// <param name="theta">The base of the wave lengths.</param>
    /// <param name="positions">How many positions are needed.</param>
    internal static RotaryAngles For(int headSize, double theta, int positions)
    {
        (int, double) key = (headSize, theta);
        if (!Known.TryGetValue(key, out RotaryAngles? angles) || angles.Positions < positions)
        {
            angles = new RotaryAngles(headSize, theta, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(positions, 128)));
            Known[key] = angles;
        }

        return angles;
    }
}
