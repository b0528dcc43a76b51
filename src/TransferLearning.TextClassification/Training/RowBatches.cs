using System.Runtime.InteropServices;
using TransferLearning.TextClassification.Batching;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Training;

/// <summary>Every row once an epoch, in batches of like length.</summary>
/// <param name="lengths">Each row's length in tokens.</param>
/// <param name="options">How large a batch is.</param>
/// <param name="random">The stream of the order.</param>
internal sealed class RowBatches(IReadOnlyList<int> lengths, TrainingOptions options, SeededRandom random) : BatchPlan
{
    private readonly List<int[]>? composed = options.MaxTokensPerBatch is { } tokens
        ? BatchSampler.WithinTokens(lengths, options.RowsOfBatch, tokens, random.Child("batches")) : null;

    internal override int BatchesOfEpoch => composed?.Count ?? ((lengths.Count + options.RowsOfBatch - 1) / options.RowsOfBatch);

    internal override IEnumerable<int[]> BatchesOf(int epoch)
    {
        SeededRandom order = random.Child("order").Child((ulong)epoch);
        if (composed is not null)
        {
            List<int[]> batches = [.. composed];
            order.Shuffle(CollectionsMarshal.AsSpan(batches));
            return batches;
        }

        return options.KeepRowOrder ? Enumerable.Range(0, lengths.Count).Chunk(options.RowsOfBatch) : BatchSampler.Shuffled(lengths, options.RowsOfBatch, order);
    }
}
