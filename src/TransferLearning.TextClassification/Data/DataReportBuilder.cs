namespace TransferLearning.TextClassification.Data;

/// <summary>Counts what a <see cref="DataReport"/> shows.</summary>
internal static class DataReportBuilder
{
    private const int ListedRows = 10;

    internal static DataReport Build(TextDataset data, TextDataset? test)
    {
        Dictionary<TextInput, List<int>> rowsOf = RowsByInput(data);
        (int repeated, int contradictory) = Repetitions(data, rowsOf);
        return new()
        {
            Path = data.Path,
            Task = data.Task,
            Rows = data.Count,
            Pairs = data.Count(example => example.Input.SecondText is not null),
            UnlabelledRows = data.Count(example => example.Target is null),
            Labels = [.. data.LabelCounts.Select(pair => new LabelShare { Label = pair.Key, Rows = pair.Value, Share = pair.Value / (double)data.Count })],
            SimilarLabels = SimilarLabels.Of(data.Labels),
            Numbers = DistributionSummary.Of([.. data.Where(example => example.Target?.Number is not null).Select(example => example.Target!.Number!.Value)]),
            Characters = DistributionSummary.Of([.. data.Select(example => (double)(Characters(example.Input.Text) + Characters(example.Input.SecondText)))]),
            EmptyTexts = data.Count(example => string.IsNullOrWhiteSpace(example.Input.Text)),
            RepeatedRows = repeated,
            ContradictoryRows = contradictory,
            Test = test is null ? null : Build(test, null),
            Overlap = test is null ? null : Overlap(data, rowsOf, test),
        };
    }

    /// <summary>The overlap alone; of the training rows only those are held whose texts the test data has.</summary>
    internal static DataOverlap Overlap(TextDataset train, TextDataset test)
    {
        HashSet<TextInput> tested = [.. test.Select(example => example.Input)];
        return Overlap(train, RowsByInput(train, Enumerable.Range(0, train.Count).Where(row => tested.Contains(train[row].Input))), test);
    }

    private static Dictionary<TextInput, List<int>> RowsByInput(TextDataset data) => RowsByInput(data, Enumerable.Range(0, data.Count));

    private static Dictionary<TextInput, List<int>> RowsByInput(TextDataset data, IEnumerable<int> chosen)
    {
        Dictionary<TextInput, List<int>> rowsOf = [];
        foreach (int row in chosen)
        {
            if (!rowsOf.TryGetValue(data[row].Input, out List<int>? rows))
            {
                rowsOf.Add(data[row].Input, rows = new(1));
            }

            rows.Add(row);
        }

        return rowsOf;
    }

    private static (int Repeated, int Contradictory) Repetitions(TextDataset data, Dictionary<TextInput, List<int>> rowsOf)
    {
        int repeated = 0;
        int contradictory = 0;
        foreach (List<int> rows in rowsOf.Values.Where(rows => rows.Count > 1))
        {
            repeated += rows.Count - 1;
            contradictory += rows.Skip(1).Count(row => !SameTarget(data[row].Target, data[rows[0]].Target));
        }

        return (repeated, contradictory);
    }

    private static DataOverlap Overlap(TextDataset train, Dictionary<TextInput, List<int>> rowsOf, TextDataset test)
    {
        List<OverlappingRow> overlapping = [];
        for (int row = 0; row < test.Count; row++)
        {
            if (rowsOf.TryGetValue(test[row].Input, out List<int>? equal))
            {
                overlapping.Add(new()
                {
                    TestLine = test[row].Line ?? row + 1,
                    TrainLine = train[equal[0]].Line ?? equal[0] + 1,
                    IsContradictory = !equal.Exists(other => SameTarget(train[other].Target, test[row].Target)),
                });
            }
        }

        return new()
        {
            Rows = overlapping.Count,
            Share = test.Count == 0 ? 0 : overlapping.Count / (double)test.Count,
            ContradictoryRows = overlapping.Count(row => row.IsContradictory),
            FirstRows = [.. overlapping.Take(ListedRows)],
            UnknownLabels = [.. test.Labels.Where(label => !train.LabelCounts.ContainsKey(label))],
        };
    }

    /// <summary>Equal numbers or the same set of labels; a row without a target contradicts none.</summary>
    private static bool SameTarget(TextTarget? first, TextTarget? second) =>
        first is null || second is null || ReferenceEquals(first, second)
        || (first.Number.Equals(second.Number) && first.Labels.Length == second.Labels.Length && first.Labels.All(label => second.Labels.Contains(label)));

    private static int Characters(string? text)
    {
        int count = text?.Length ?? 0;
        for (int i = 1; i < text?.Length; i++)
        {
            count -= char.IsSurrogatePair(text[i - 1], text[i]) ? 1 : 0;
        }

        return count;
    }
}
