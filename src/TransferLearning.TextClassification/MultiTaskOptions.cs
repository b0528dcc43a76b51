namespace TransferLearning.TextClassification;

/// <summary>How several tasks share a training.</summary>
public sealed record MultiTaskOptions
{
    /// <summary>
    /// Every step is of one task, drawn with a probability proportional to (its training rows)^(1 / temperature). 1 is as the sizes are; a higher one gives small tasks more
    /// steps, which then see their rows more often; <see cref="double.PositiveInfinity"/> gives every task as many. Above 0.
    /// </summary>
    /// <value>1 by default.</value>
    public double Temperature { get; init; } = 1;

    /// <summary>A sentence a mistake: what was given, what is expected.</summary>
    internal IEnumerable<string> FindProblems() => Temperature > 0
        ? []
        : [FormattableString.Invariant($"{nameof(MultiTaskOptions)}.{nameof(Temperature)} is {Temperature}; expected a number above 0, or infinity for equal shares.")];
}
