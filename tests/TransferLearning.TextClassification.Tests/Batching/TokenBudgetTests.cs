using TransferLearning.TextClassification.Batching;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Batching;

public class TokenBudgetTests
{
    [Fact]
    public void Batches_keep_to_rows_and_tokens_and_hold_every_row_once()
    {
        int[] lengths = [.. Enumerable.Range(0, 1000).Select(i => 1 + (i * 7919 % 90))];
        lengths[17] = 500;

        List<int[]> batches = BatchSampler.WithinTokens(lengths, maxRows: 16, maxTokens: 400, SeededRandom.FromSeed(1));

        Assert.Equal(Enumerable.Range(0, 1000), batches.SelectMany(batch => batch).Order());
        Assert.All(batches, batch => Assert.True(batch.Length <= 16 && (batch.Length == 1 || batch.Sum(row => lengths[row]) <= 400)));
        Assert.Contains(batches, batch => batch.SequenceEqual([17]));
        Assert.Equal(batches, BatchSampler.WithinTokens(lengths, 16, 400, SeededRandom.FromSeed(1)));
        Assert.NotEqual(batches, BatchSampler.WithinTokens(lengths, 16, 400, SeededRandom.FromSeed(2)));
    }
}
