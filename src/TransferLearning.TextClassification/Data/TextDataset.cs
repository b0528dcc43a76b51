using System.Collections;
using TransferLearning.TextClassification.Data;

namespace TransferLearning.TextClassification;

/// <summary>Rows of texts with their targets, held in memory, immutable.</summary>
public sealed partial class TextDataset : IReadOnlyList<TextExample>
{
    private readonly TextExample[] examples;
    private readonly Lazy<OrderedDictionary<string, int>> labelCounts;

    internal TextDataset(TextExample[] examples, TextTask? task = null, string? path = null)
    {
        this.examples = examples;
        Path = path;
        Task = task ?? Infer(examples);
        HasPairs = examples.Any(example => example.Input.SecondText is not null);
        labelCounts = new(CountLabels);
    }

    /// <summary>The file or folder that the rows were read from, or null.</summary>
    public string? Path { get; }

    /// <summary>What the targets ask for: the task that was named on reading, else what the targets show.
    /// Numbers are a regression; any row with several labels, or with an empty set of them, makes a multi-label task; else every row has one label.</summary>
    public TextTask Task { get; }

    /// <summary>Whether any row is a pair of texts.</summary>
    public bool HasPairs { get; }

    /// <summary>The distinct labels, sorted ordinally; empty for a regression and for rows without targets.</summary>
    public IReadOnlyList<string> Labels => labelCounts.Value.Keys;

    /// <summary>The number of rows that carry each label, in the order of <see cref="Labels"/>.</summary>
    public IReadOnlyDictionary<string, int> LabelCounts => labelCounts.Value;

    /// <summary>The number of rows.</summary>
    public int Count => examples.Length;

    /// <summary>A row.</summary>
    /// <param name="index">Its position, from 0.</param>
    /// <returns>The row.</returns>
    public TextExample this[int index] => examples[index];

    /// <summary>Goes through the rows in order.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<TextExample> GetEnumerator() => ((IEnumerable<TextExample>)examples).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => examples.GetEnumerator();

    /// <summary>Divides the rows in two so that both parts have each class (each set of labels, for several labels a row) in the same share,
    /// within one row. A label's only row stays in the training part. The same seed gives the same parts on every machine.</summary>
    /// <param name="testFraction">The share of the rows that is held out, between 0 and 1; default 0.2.</param>
    /// <param name="seed">The seed; default 42.</param>
    /// <returns>The two parts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="TextDataException">There are too few rows: one part would be empty.</exception>
    public TextDatasetSplit SplitStratified(double testFraction = 0.2, int seed = 42)
    {
        if (!(testFraction > 0 && testFraction < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, "The held-out share must lie between 0 and 1, for example 0.2.");
        }

        return Divide(StratifiedSampling.Split(this, testFraction, seed));
    }

    /// <summary>Divides the rows for cross-validation: each fold holds out another part, stratified as in <see cref="SplitStratified"/>.
    /// Every row is held out once, but for a label's only row, which is always trained on.</summary>
    /// <param name="folds">The number of folds, at least 2; default 5.</param>
    /// <param name="seed">The seed; default 42.</param>
    /// <returns>The folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or more than rows.</exception>
    /// <exception cref="TextDataException">There are too few rows: a part would be empty.</exception>
    public IReadOnlyList<TextDatasetSplit> StratifiedFolds(int folds = 5, int seed = 42)
    {
        if (folds < 2 || folds > Count)
        {
            throw new ArgumentOutOfRangeException(nameof(folds), folds, $"The number of folds must be at least 2 and at most the number of rows, {Count}.");
        }

        return [.. StratifiedSampling.Folds(this, folds, seed).Select(Divide)];
    }

    /// <summary>Looks the data over: labels and their shares, lengths, empty and repeated texts, and what the test data has in common with it.</summary>
    /// <param name="test">The data that a classifier trained on this one will be tested on, or null.</param>
    /// <returns>The report.</returns>
    public DataReport Report(TextDataset? test = null) => DataReport.Create(this, test);

    /// <summary>The rows of other data whose texts stand in this data too, as <see cref="Report"/> finds them, without the rest of the report.</summary>
    /// <param name="test">The data that a classifier trained on this one is validated or tested on.</param>
    /// <returns>The rows in common.</returns>
    public DataOverlap FindOverlap(TextDataset test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return DataReportBuilder.Overlap(this, test);
    }

    private static TextTask Infer(TextExample[] examples)
    {
        TextTask task = TextTask.SingleLabel;
        foreach (TextExample example in examples)
        {
            if (example.Target is { Number: not null })
            {
                return TextTask.Regression;
            }

            if (example.Target is { Labels.Length: not 1 })
            {
                task = TextTask.MultiLabel;
            }
        }

        return task;
    }

    private TextDatasetSplit Divide(bool[] heldOut)
    {
        TextExample[] train = [.. examples.Where((_, row) => !heldOut[row])];
        TextExample[] test = [.. examples.Where((_, row) => heldOut[row])];
        if (train.Length == 0 || test.Length == 0)
        {
            throw new TextDataException($"{Path ?? "The data"}: {Count} rows are too few to divide: one part would be empty. Add rows, or hold out another share.") { Path = Path };
        }

        return new(new(train, Task, Path), new(test, Task, Path));
    }

    private OrderedDictionary<string, int> CountLabels()
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string label in examples.Where(example => example.Target is not null).SelectMany(example => example.Target!.Labels))
        {
            counts[label] = counts.GetValueOrDefault(label) + 1;
        }

        OrderedDictionary<string, int> sorted = new(counts.Count, StringComparer.Ordinal);
        foreach ((string label, int count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            sorted.Add(label, count);
        }

        return sorted;
    }
}
