using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>
/// Memory that lives from pass to pass, cut into matrices one behind the other: fresh memory is slow, and a pass needs the same amount as the one before it.
/// Used by one thread at a time.
/// </summary>
internal sealed class FusedArena(ScalarType type, int elementSize) : IDisposable
{
    private const int Alignment = 64; // elements, at least a cache line
    private const long SmallestBlock = 1 << 18;

    private readonly List<Block> blocks = [];
    private int current;
    private long position;

    /// <summary>The place to which <see cref="Release"/> goes back.</summary>
    internal (int Block, long Position) Mark => (current, position);

    /// <summary>Elements held, in use or not.</summary>
    internal long Capacity => blocks.Sum(block => block.Length);

    /// <summary>Gives up all that was taken since the mark.</summary>
    internal void Release((int Block, long Position) mark) => (current, position) = mark;

    /// <summary>Gives up all that was taken; memory in several blocks becomes one block.</summary>
    internal void Reset()
    {
        if (blocks.Count > 1)
        {
            long total = Capacity;
            Dispose();
            blocks.Add(Allocate(total));
        }

        Release((0, 0));
    }

    /// <summary>Takes elements, which hold what lay there.</summary>
    internal Stretch Take(long count)
    {
        count = (count + Alignment - 1) & -Alignment;
        while (current < blocks.Count && position + count > blocks[current].Length)
        {
            current++;
            position = 0;
        }

        if (current == blocks.Count)
        {
            blocks.Add(Allocate(Math.Max(count, Math.Max(SmallestBlock, Capacity / 2))));
        }

        Block block = blocks[current];
        long start = position;
        position += count;
        return new Stretch(block.Tensor, start, block.Address + (nint)(start * elementSize));
    }

    public void Dispose()
    {
        foreach (Block block in blocks)
        {
            block.Tensor.Dispose();
        }

        blocks.Clear();
    }

    private unsafe Block Allocate(long length)
    {
        Tensor tensor = empty(length, type, CPU).DetachFromDisposeScope();
        fixed (byte* start = tensor.bytes)
        {
            return new Block(tensor, (nint)start, length); // native memory, which does not move
        }
    }

    /// <summary>Elements that were taken.</summary>
    /// <param name="block">The memory that they lie in.</param>
    /// <param name="start">Where in it.</param>
    /// <param name="address">The same as an address.</param>
    internal readonly struct Stretch(Tensor block, long start, nint address)
    {
        /// <summary>The address of the first element.</summary>
        internal nint Address => address;

        /// <summary>A new tensor over the first elements, [rows, columns].</summary>
        internal Tensor AsTensor(long rows, long columns) => block.as_strided([rows, columns], [columns, 1], start);
    }

    private sealed record Block(Tensor Tensor, nint Address, long Length);
}
