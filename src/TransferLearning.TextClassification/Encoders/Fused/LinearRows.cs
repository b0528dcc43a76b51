using TransferLearning.TextClassification.Encoders.Blocks;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>Some outputs of a linear block.</summary>
/// <param name="Block">The block.</param>
/// <param name="First">The first of its outputs.</param>
/// <param name="Count">How many.</param>
internal readonly record struct LinearRows(LinearBlock Block, int First, int Count)
{
    /// <summary>All outputs of a block.</summary>
    internal static LinearRows Of(LinearBlock block) => new(block, 0, (int)block.Weight.shape[0]);

    /// <summary>The outputs of several blocks from one on, in order.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="first">The first output, counted over all blocks.</param>
    /// <param name="end">The output behind the last.</param>
    internal static IEnumerable<LinearRows> Range(IEnumerable<LinearBlock> blocks, int first, int end)
    {
        int before = 0;
        foreach (LinearRows all in blocks.Select(Of))
        {
            int begin = Math.Max(first - before, 0);
            int count = Math.Min(end - before, all.Count) - begin;
            if (count > 0)
            {
                yield return new(all.Block, begin, count);
            }

            before += all.Count;
        }
    }
}
