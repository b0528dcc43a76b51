using System.Runtime.CompilerServices;

namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>The pieces of short ASCII words seen lately: one slot a hash, the newest word wins. For one thread at a time.</summary>
internal sealed class WordCache
{
    /// <summary>The longest word that is remembered, in bytes.</summary>
    internal const int MaximumWordLength = 16;

    /// <summary>The most pieces that are remembered.</summary>
    internal const int MaximumPieces = 4;

    private const int Bits = 13;

    private readonly Slot[] slots = new Slot[1 << Bits];

    /// <summary>The slot of a word whose bytes lie in two numbers, and whether it holds that word.</summary>
    internal ref Slot Find(ulong low, ulong high, out bool isFound)
    {
        ulong mixed = (low ^ (high * 0xC2B2AE3D27D4EB4F)) * 0x9E3779B97F4A7C15;
        ref Slot slot = ref slots[mixed >> (64 - Bits)];
        isFound = slot.Low == low && slot.High == high; // a word has no zero byte, so an unused slot equals none
        return ref slot;
    }

    internal struct Slot
    {
        internal ulong Low;
        internal ulong High;
        internal int Count;
        internal Pieces Ids;
    }

    [InlineArray(MaximumPieces)]
    internal struct Pieces
    {
        private int first;
    }
}
