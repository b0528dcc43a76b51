namespace TransferLearning.TextClassification.Data;

/// <summary>What only a whole data set shows, checked before anything is trained.</summary>
internal static class DatasetChecks
{
    private const int ShownLabels = 20;

    /// <summary>What holds for every data set that was read: labelled data has rows, and either all rows are pairs or none is.</summary>
    internal static TextDataset EnsureReadable(TextDataset data, TextReadOptions options)
    {
        if (data.Count == 0 && options.Labelling != TextLabelling.None)
        {
            throw DataErrors.File(data.Path, "there are no rows. Add labelled rows.");
        }

        if (options.Labelling != TextLabelling.None)
        {
            EnsureAllPairsOrNone(data);
        }

        return data;
    }

    /// <summary>Rows that a classifier can learn from: every one has a target, and there are at least two classes.</summary>
    internal static void EnsureTrainable(TextDataset train)
    {
        if (train.Count == 0)
        {
            throw DataErrors.File(train.Path, "there are no rows to train on. Add labelled rows.");
        }

        EnsureTargets(train, train.Task);
        EnsureAllPairsOrNone(train);
        if (train.Labels.FirstOrDefault(HasLoneSurrogate) is { } broken)
        {
            throw DataErrors.File(train.Path, $"the label {DataErrors.Quote(broken)} is not valid Unicode (it has half of a surrogate pair), so it could not be saved. Correct it.");
        }

        if (train.Task == TextTask.SingleLabel && train.Labels.Count < 2)
        {
            throw DataErrors.File(train.Path, $"all {train.Count} rows have the one label {DataErrors.Quote(train.Labels[0])}. A classifier needs rows of at least two classes; add some of another.");
        }

        if (train.Task == TextTask.MultiLabel && train.Labels.All(label => train.LabelCounts[label] == train.Count))
        {
            string labels = train.Labels.Count == 0 ? "no label at all" : "the same labels";
            throw DataErrors.File(train.Path, $"all {train.Count} rows have {labels}. A classifier needs rows that differ; add some with other labels.");
        }
    }

    /// <summary>Rows on which a classifier with these labels can be scored.</summary>
    /// <param name="labels">The labels of the training data or of the classifier; empty for a regression.</param>
    /// <param name="other">The rows.</param>
    /// <param name="name">What the rows are, for example <c>test data</c>.</param>
    internal static void EnsureKnownLabels(IReadOnlyCollection<string> labels, TextDataset other, string name)
    {
        HashSet<string> known = new(labels, StringComparer.Ordinal);
        for (int row = 0; row < other.Count; row++)
        {
            TextTarget? target = other[row].Target;
            if (target is null)
            {
                throw DataErrors.Row(other, row, $"the row has no label, but the {name} is scored. Give it one, or remove the row.");
            }

            foreach (string label in target.Labels)
            {
                if (!known.Contains(label))
                {
                    string list = string.Join(", ", labels.Take(ShownLabels)) + (labels.Count > ShownLabels ? $", … ({labels.Count})" : string.Empty);
                    throw DataErrors.Row(
                        other, row, $"the label {DataErrors.Quote(label)} of the {name} never stands in the training data, so it cannot be predicted. Known: {list}. Correct it, or add rows of it to the training data.", label);
                }
            }
        }
    }

    /// <summary>Every row has a target that the task can use.</summary>
    internal static void EnsureTargets(TextDataset data, TextTask task)
    {
        for (int row = 0; row < data.Count; row++)
        {
            TextTarget? target = data[row].Target;
            string? problem = target switch
            {
                null => "the row has no label. Give it one, or remove the row",
                { Number: null } when task == TextTask.Regression => $"a number is expected, not {DataErrors.Quote(target.ToString())}. Read the labels as numbers (TextTask.Regression)",
                { Number: { } number } when task == TextTask.Regression && !float.IsFinite((float)number * (float)number) => $"the number {target} is too large: a 32-bit float must hold its square. Scale the numbers",
                { Number: not null } when task != TextTask.Regression => $"a label is expected, not the number {target}. Read the labels as text",
                { Labels.Length: not 1 } when task == TextTask.SingleLabel => $"one label is expected, not {target.Labels.Length}: {DataErrors.Quote(target.ToString())}. Use a multi-label task",
                _ => null,
            };
            if (problem is not null)
            {
                throw DataErrors.Row(data, row, problem + ".", target?.ToString());
            }
        }
    }

    /// <summary>Pairs beside single texts are a mistake.</summary>
    internal static void EnsureAllPairsOrNone(TextDataset data)
    {
        if (!data.HasPairs)
        {
            return;
        }

        for (int row = 0; row < data.Count; row++)
        {
            if (data[row].Input.SecondText is null)
            {
                throw DataErrors.Row(data, row, "the row has no second text, but other rows have one. Give every row a second text, or none.");
            }
        }
    }

    /// <summary>Data that is scored has pairs exactly where the training data has them.</summary>
    internal static void EnsureSameInputs(bool trainedOnPairs, TextDataset other, string name)
    {
        for (int row = 0; row < other.Count; row++)
        {
            if (other[row].Input.SecondText is null == trainedOnPairs)
            {
                string problem = trainedOnPairs
                    ? $"the {name} has single texts, but the classifier is trained on pairs. Add the second text"
                    : $"the {name} has pairs of texts, but the classifier is trained on single texts. Leave the second text out";
                throw DataErrors.Row(other, row, problem + ".");
            }
        }
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i]))
            {
                return true;
            }
        }

        return false;
    }
}
