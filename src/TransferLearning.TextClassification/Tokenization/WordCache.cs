using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TransferLearning.TextClassification.Tokenization;

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

    /// <summary>The bytes of a word of ASCII in two numbers, where it is short enough and enough text follows that they can be read at once.</summary>
    /// <param name="text">The word and what follows it.</param>
    /// <param name="length">The length of the word.</param>
    /// <param name="low">Its first eight bytes.</param>
    /// <param name="high">The others.</param>
    internal static bool TryReadAscii(ReadOnlySpan<char> text, int length, out ulong low, out ulong high)
    {
        (low, high) = (0, 0);
        if (length > MaximumWordLength || text.Length < MaximumWordLength)
        {
            return false;
        }

        ref ushort first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        Vector128<ushort> left = Vector128.LoadUnsafe(ref first);
        Vector128<ushort> right = Vector128.LoadUnsafe(ref first, 8);
        Vector128<byte> mask = Vector128.LessThan(Vector128.CreateSequence<byte>(0, 1), Vector128.Create((byte)length));
        Vector128<byte> bytes = Vector128.NarrowWithSaturation(left, right) & mask;
        if ((bytes & Vector128.Create((byte)0x80)) != default || (Vector128.Equals(bytes, default) & mask) != default)
        {
            return false; // not ASCII, or a zero among them
        }

        (low, high) = (bytes.AsUInt64()[0], bytes.AsUInt64()[1]);
        return true;
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
