using TransferLearning.TextClassification.Benchmarks.EndToEnd;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Samples;

/// <summary>The sample set is what its README says.</summary>
public sealed class SupportTicketsTests
{
    private const int Folds = 5;

    private static readonly string[] Lines = File.ReadAllText(Repository.PathOf("docs", "samples", "data", "support-tickets.tsv")).TrimEnd('\n').Split('\n');

    private static readonly (string Label, string Text)[] Rows = [.. Lines.Skip(1).Select(line => line.Split('\t')).Select(cells => (cells[0], cells[1]))];

    [Fact]
    public void The_file_has_a_header_and_two_cells_a_line()
    {
        Assert.Equal("label\ttext", Lines[0]);
        Assert.All(Lines, line => Assert.Equal(2, line.Split('\t').Length));
        Assert.All(Rows, row => Assert.Equal(row.Text.Trim(), row.Text));
    }

    [Fact]
    public void Six_labels_have_a_hundred_rows_or_more_each()
    {
        Dictionary<string, int> counts = Rows.CountBy(row => row.Label).ToDictionary();

        Assert.Equal(["account", "billing", "product", "returns", "shipping", "technical"], counts.Keys.Order(StringComparer.Ordinal));
        Assert.All(counts.Values, count => Assert.InRange(count, 100, 150));
    }

    [Fact]
    public void Texts_have_four_to_sixty_words() =>
        Assert.All(Rows, row => Assert.InRange(row.Text.Split(' ').Length, 4, 60));

    [Fact]
    public void No_text_is_nearly_another()
    {
        HashSet<string>[] words = [.. Rows.Select(row => row.Text.ToLowerInvariant().Split([' ', ',', '.', '?', '!', ':', ';'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal))];
        for (int first = 0; first < words.Length; first++)
        {
            for (int second = first + 1; second < words.Length; second++)
            {
                int shared = words[first].Count(words[second].Contains);
                Assert.True(shared * 2 <= words[first].Count + words[second].Count - shared, $"'{Rows[first].Text}' and '{Rows[second].Text}' share more than half of their words.");
            }
        }
    }

    [Fact]
    public void Counting_words_gets_most_rows_right_but_not_all()
    {
        int right = 0;
        int[] fold = new int[Rows.Length];
        foreach (IGrouping<string, int> label in Enumerable.Range(0, Rows.Length).GroupBy(row => Rows[row].Label))
        {
            foreach ((int position, int row) in label.Index())
            {
                fold[row] = position % Folds;
            }
        }

        for (int test = 0; test < Folds; test++)
        {
            TfIdfBaseline baseline = new([.. Rows.Where((_, row) => fold[row] != test).Select(row => (new[] { row.Label }, row.Text))]);
            right += Rows.Where((row, i) => fold[i] == test && baseline.Predict(row.Text) == row.Label).Count();
        }

        double accuracy = (double)right / Rows.Length;
        TestContext.Current.TestOutputHelper?.WriteLine($"accuracy {accuracy:P1}");
        Assert.InRange(accuracy, 0.65, 0.85);
    }
}
