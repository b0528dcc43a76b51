using System.Collections.Immutable;

namespace TransferLearning.TextClassification;

/// <summary>What a row is labelled with: one label, a set of labels, or a number.</summary>
public sealed class TextTarget
{
    private TextTarget(ImmutableArray<string> labels, double? number)
    {
        Labels = labels;
        Number = number;
    }

    /// <summary>The labels: one for a single-label task, any number for a multi-label task, none for a number.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>The number of a regression task, else null.</summary>
    public double? Number { get; }

    /// <summary>A target of one label.</summary>
    /// <param name="label">The label; not empty.</param>
    /// <returns>The target.</returns>
    public static TextTarget FromLabel(string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        return new([label], null);
    }

    /// <summary>A target of several labels, or of none.</summary>
    /// <param name="labels">The labels, none of them empty; repeated ones count once.</param>
    /// <returns>The target.</returns>
    /// <exception cref="ArgumentException">One of the labels is null or empty.</exception>
    public static TextTarget FromLabels(IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        string[] distinct = [.. labels.Distinct(StringComparer.Ordinal)];
        if (distinct.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("One of the labels is empty. Leave it out.", nameof(labels));
        }

        return new([.. distinct], null);
    }

    /// <summary>A target that is a number.</summary>
    /// <param name="number">A finite number.</param>
    /// <returns>The target.</returns>
    public static TextTarget FromNumber(double number) =>
        double.IsFinite(number) ? new([], number) : throw new ArgumentOutOfRangeException(nameof(number), number, "A target must be a finite number.");

    /// <summary>The labels joined by <c>|</c>, or the number.</summary>
    /// <returns>The text as it would stand in a file.</returns>
    public override string ToString() =>
        Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? string.Join('|', Labels);
}
