using TransferLearning.TextClassification.Cli.Terminal;

namespace TransferLearning.TextClassification.Cli.Commands;

/// <summary>Checks test data before a training that it takes no part in.</summary>
internal static class TestData
{
    internal static void EnsureFits(TextDataset train, TextDataset test)
    {
        HashSet<string> known = new(train.Labels, StringComparer.Ordinal);
        foreach (TextExample example in test)
        {
            if (example.Target?.Labels.FirstOrDefault(label => !known.Contains(label)) is { } unknown)
            {
                string labels = known.Count <= 20 ? $"known labels: {string.Join(", ", train.Labels)}" : $"there are {known.Count} known labels";
                throw Mistake(example, $"the label '{unknown}' stands nowhere in the training data ({labels}). Correct it, or add rows of it to the training data.", unknown);
            }
        }

        TextExample? other = train.HasPairs == test.HasPairs ? null : test.FirstOrDefault(example => example.Input.SecondText is not null != train.HasPairs);
        if (other is not null)
        {
            throw Mistake(other, train.HasPairs ? "the training data has pairs of texts, this row a single text." : "the training data has single texts, this row a pair of texts.", null);
        }
    }

    /// <summary>The library says the same of the validation data.</summary>
    internal static void WarnOfOverlap(TextDataset train, TextDataset test)
    {
        int rows = train.FindOverlap(test).Rows;
        if (rows > 0)
        {
            Screen.Say(FormattableString.Invariant(
                $"warning: {rows} of {test.Count} rows of {test.Path} also stand in {train.Path}; they make the test look better than it is. Remove them from one of the two ('tltc data --test' lists them)"));
        }
    }

    private static TextDataException Mistake(TextExample example, string problem, string? value) =>
        new($"{example.Path}, line {example.Line}: {problem}") { Path = example.Path, Line = example.Line, Value = value };
}
