using TorchSharp;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Objectives;

/// <summary>The targets of a data set's rows as numbers: class indexes, a 0 or 1 for every label, or a number.</summary>
internal sealed class RowTargets
{
    private readonly int[][] classes; // [rows][labels that apply]; for a regression empty
    private readonly float[] numbers; // [rows]; for a regression only

    /// <param name="rows">Rows with targets.</param>
    /// <param name="task">What the targets are.</param>
    /// <param name="labels">The labels in the order of the model's outputs; empty for a regression.</param>
    /// <exception cref="TextDataException">A row has no target, one of another kind, or a label that is not among <paramref name="labels"/>.</exception>
    internal RowTargets(TextDataset rows, TextTask task, IReadOnlyList<string> labels)
    {
        Task = task;
        Labels = labels;
        Dictionary<string, int> indexes = new(labels.Select((label, index) => KeyValuePair.Create(label, index)), StringComparer.Ordinal);
        classes = task == TextTask.Regression ? [] : [.. rows.Select((row, index) => ClassesOf(row, index, indexes))];
        numbers = task == TextTask.Regression ? [.. rows.Select(NumberOf)] : [];
    }

    internal TextTask Task { get; }

    internal IReadOnlyList<string> Labels { get; }

    /// <summary>The targets of some rows: int64 <c>[rows]</c>, float32 <c>[rows, labels]</c> or float32 <c>[rows]</c>, by the task.</summary>
    internal torch.Tensor Select(ReadOnlySpan<int> rows, torch.Device device)
    {
        if (Task == TextTask.Regression)
        {
            float[] values = new float[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                values[i] = numbers[rows[i]];
            }

            return TensorMemory.Upload(torch.tensor(values), device);
        }

        if (Task == TextTask.SingleLabel)
        {
            long[] values = new long[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                values[i] = classes[rows[i]][0];
            }

            return TensorMemory.Upload(torch.tensor(values), device);
        }

        float[] applies = new float[(long)rows.Length * Labels.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            foreach (int label in classes[rows[i]])
            {
                applies[(i * Labels.Count) + label] = 1;
            }
        }

        return TensorMemory.Upload(torch.tensor(applies, [rows.Length, Labels.Count]), device);
    }

    /// <summary>The class of a row of a single-label task.</summary>
    internal int ClassOf(int row) => classes[row][0];

    /// <summary>The class of every row of a single-label task, <c>[rows]</c>.</summary>
    internal int[] ToClasses() => Array.ConvertAll(classes, row => row[0]);

    /// <summary>Whether each label applies to each row of a multi-label task, <c>[rows][labels]</c>.</summary>
    internal bool[][] ToSets() => Array.ConvertAll(classes, row =>
    {
        bool[] applies = new bool[Labels.Count];
        Array.ForEach(row, label => applies[label] = true);
        return applies;
    });

    /// <summary>The number of every row of a regression, <c>[rows]</c>.</summary>
    internal double[] ToNumbers() => Array.ConvertAll(numbers, number => (double)number);

    private int[] ClassesOf(TextExample row, int index, Dictionary<string, int> indexes)
    {
        if (row.Target is not { Number: null } target || (Task == TextTask.SingleLabel && target.Labels.Length != 1))
        {
            throw Wrong(row, index, Task == TextTask.SingleLabel ? "exactly one label" : "labels");
        }

        return [.. target.Labels.Select(label => indexes.TryGetValue(label, out int known) ? known : throw Unknown(row, index, label))];
    }

    private static float NumberOf(TextExample row, int index) =>
        row.Target is { Number: { } number } ? (float)number : throw Wrong(row, index, "a number");

    private static TextDataException Wrong(TextExample row, int index, string expected) =>
        new($"{RowPlace.Of(row, index)}: the target is {(row.Target is null ? "missing" : $"'{row.Target}'")}; expected {expected}. Correct the row.")
        {
            Path = row.Path,
            Line = row.Line,
            Value = row.Target?.ToString(),
        };

    private TextDataException Unknown(TextExample row, int index, string label) =>
        new($"{RowPlace.Of(row, index)}: the label '{label}' is not one of the {Labels.Count} labels of the training data ({string.Join(", ", Labels.Take(10))}{(Labels.Count > 10 ? ", …" : string.Empty)}). "
            + "Correct the label, or add rows with it to the training data.")
        {
            Path = row.Path,
            Line = row.Line,
            Value = label,
        };
}
