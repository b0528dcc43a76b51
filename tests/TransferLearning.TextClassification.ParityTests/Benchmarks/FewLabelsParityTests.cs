using TransferLearning.TextClassification.Benchmarks.EndToEnd;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Benchmarks;

/// <summary>The draws of few labels against the reference's row counts and a shuffle that was worked out apart.</summary>
public sealed class FewLabelsParityTests
{
    [Theory]
    [InlineData("trec", 0, 5452)]
    [InlineData("trec", 100, 102)] // 17 of each of 6 labels
    [InlineData("trec", 1000, 921)] // 167 of each, of which one label has 86 in all
    [InlineData("agnews", 100, 100)]
    public void They_have_as_many_rows_as_the_reference(string name, int labels, int rows)
    {
        string shared = SharedFolder.Path(".");
        TextDataset train = AccuracySet.All.Single(set => set.Name == name).Train(shared);

        TextDataset drawn = FewLabels.Draw(train, labels, seed: 1);

        Assert.Equal(rows, drawn.Count);
        Assert.Equal(drawn, train.Where(drawn.Contains)); // the order of the data
    }

    [Theory]
    [InlineData(0, "1 6 7 8")]
    [InlineData(2, "0 3 4 7")]
    public void The_seed_decides_which(int seed, string texts)
    {
        TextDataset ten = TextDataset.FromExamples(Enumerable.Range(0, 10).Select(i => new TextExample($"{i}", i % 2 == 0 ? "even" : "odd")));

        Assert.Equal(texts, string.Join(' ', FewLabels.Draw(ten, 4, seed).Select(row => row.Input.Text)));
    }
}
