using System.Numerics;

namespace TransferLearning.TextClassification.Tokenization.Bpe;

/// <summary>Which pairs of pieces are joined, in which order, and to what: an open-addressing table.</summary>
internal sealed class BpeMerges
{
    private readonly ulong[] keys;
    private readonly (int Rank, int Joined)[] values;

    /// <param name="capacity">How many are added at most.</param>
    internal BpeMerges(int capacity)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * capacity));
        keys = new ulong[size];
        values = new (int, int)[size];
    }

    /// <summary>Adds a merge; the last of equal ones counts.</summary>
    internal void Add(int left, int right, int rank, int joined)
    {
        ulong key = Key(left, right);
        int slot = Slot(key);
        while (keys[slot] != 0 && keys[slot] != key)
        {
            slot = (slot + 1) & (keys.Length - 1);
        }

        keys[slot] = key;
        values[slot] = (rank, joined);
    }

    /// <summary>The rank of a pair, the lowest joined first, and what it becomes; <see cref="int.MaxValue"/> where it is never joined.</summary>
    internal int Rank(int left, int right, out int joined)
    {
        ulong key = Key(left, right);
        ulong[] table = keys;
        for (int slot = Slot(key); ; slot = (slot + 1) & (table.Length - 1))
        {
            if (table[slot] == key)
            {
                (int rank, joined) = values[slot];
                return rank;
            }

            if (table[slot] == 0)
            {
                joined = -1;
                return int.MaxValue;
            }
        }
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32 | (uint)right) + 1; // never 0: ids are not negative

    private int Slot(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> (64 - BitOperations.PopCount((uint)(keys.Length - 1))));
}
