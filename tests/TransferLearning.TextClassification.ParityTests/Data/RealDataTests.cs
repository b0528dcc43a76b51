using System.Text;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Data;

/// <summary>Every labelled file of the shared data, against a plain split of its bytes.</summary>
public sealed class RealDataTests
{
    [Theory]
    [InlineData("sms_spam/train", 4_426, 2, TextTask.SingleLabel)]
    [InlineData("sms_spam/dev", 542, 2, TextTask.SingleLabel)]
    [InlineData("sms_spam/test", 606, 2, TextTask.SingleLabel)]
    [InlineData("trec/train", 5_452, 6, TextTask.SingleLabel)]
    [InlineData("trec/test", 500, 6, TextTask.SingleLabel)]
    [InlineData("sst2/train", 6_920, 2, TextTask.SingleLabel)]
    [InlineData("sst2/dev", 872, 2, TextTask.SingleLabel)]
    [InlineData("sst2/test", 1_821, 2, TextTask.SingleLabel)]
    [InlineData("agnews/train", 25_740, 4, TextTask.SingleLabel)]
    [InlineData("agnews/test", 7_600, 4, TextTask.SingleLabel)]
    [InlineData("banking77/train", 10_003, 77, TextTask.SingleLabel)]
    [InlineData("banking77/test", 3_080, 77, TextTask.SingleLabel)]
    [InlineData("mrpc/train", 3_668, 2, TextTask.SingleLabel)]
    [InlineData("mrpc/dev", 408, 2, TextTask.SingleLabel)]
    [InlineData("mrpc/test", 1_725, 2, TextTask.SingleLabel)]
    [InlineData("goemotions/train", 43_410, 28, TextTask.MultiLabel)]
    [InlineData("goemotions/dev_clean", 5_305, 28, TextTask.MultiLabel)]
    [InlineData("goemotions/test_clean", 5_311, 28, TextTask.MultiLabel)]
    [InlineData("chnsenticorp/train", 9_600, 2, TextTask.SingleLabel)]
    [InlineData("chnsenticorp/dev_clean", 839, 2, TextTask.SingleLabel)]
    [InlineData("chnsenticorp/test_clean", 806, 2, TextTask.SingleLabel)]
    [InlineData("thucnews_titles/train", 44_869, 10, TextTask.SingleLabel)]
    [InlineData("thucnews_titles/dev", 10_000, 10, TextTask.SingleLabel)]
    [InlineData("thucnews_titles/test", 10_000, 10, TextTask.SingleLabel)]
    [InlineData("imdb/train", 5_000, 2, TextTask.SingleLabel)]
    [InlineData("imdb/test", 5_000, 2, TextTask.SingleLabel)]
    public async Task Every_row_is_what_a_plain_split_of_the_lines_says(string set, int rows, int labels, TextTask task)
    {
        string path = SharedFolder.Path("data", set + ".tsv");
        TextDataset data = await TextDataset.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((rows, labels, task, set.StartsWith("mrpc", StringComparison.Ordinal)), (data.Count, data.Labels.Count, data.Task, data.HasPairs));

        string[] lines = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)).Split('\n');
        Assert.Equal(rows + 2, lines.Length);
        Dictionary<string, int> counts = [];
        for (int row = 0; row < rows; row++)
        {
            string[] cells = lines[row + 1].Split('\t');
            TextExample example = data[row];
            Assert.Equal(
                (row + 2L, cells[0], cells[1], cells.ElementAtOrDefault(2)),
                (example.Line!.Value, example.Target!.ToString(), example.Input.Text, example.Input.SecondText));
            foreach (string label in cells[0].Split('|'))
            {
                counts[label] = counts.GetValueOrDefault(label) + 1;
            }
        }

        Assert.Equal(counts.OrderBy(pair => pair.Key, StringComparer.Ordinal), data.LabelCounts);
    }

    [Theory]
    [InlineData("goemotions", "test_clean")]
    [InlineData("goemotions", "dev_clean")]
    [InlineData("chnsenticorp", "test_clean")]
    [InlineData("chnsenticorp", "dev_clean")]
    public void Clean_splits_share_no_row_with_the_training_data_and_the_others_do(string set, string split)
    {
        TextDataset train = TextDataset.Read(SharedFolder.Path("data", set, "train.tsv"));
        Assert.Equal(0, train.Report(TextDataset.Read(SharedFolder.Path("data", set, split + ".tsv"))).Overlap!.Rows);

        string raw = SharedFolder.Path("data", set, split.Replace("_clean", ".tsv", StringComparison.Ordinal));
        HashSet<string> texts = [.. File.ReadAllText(SharedFolder.Path("data", set, "train.tsv")).Split('\n').Skip(1).Where(line => line.Length > 0).Select(line => line.Split('\t')[1])];
        int expected = File.ReadAllText(raw).Split('\n').Skip(1).Count(line => line.Length > 0 && texts.Contains(line.Split('\t')[1]));
        Assert.True(expected > 0);
        Assert.Equal(expected, train.Report(TextDataset.Read(raw)).Overlap!.Rows);
    }

    [Fact]
    public void Golden_texts_are_read_in_full()
    {
        string path = SharedFolder.Path("goldens", "classifiers", "bert-pairs");
        string file = SharedFolder.Path("goldens", "classifiers", "pairs.jsonl");
        TextDataset data = TextDataset.Read(file, new() { Labelling = TextLabelling.None });
        Assert.Equal(File.ReadAllLines(Path.Combine(path, "expected.jsonl")).Length, data.Count);
        Assert.True(data.HasPairs);
    }
}
