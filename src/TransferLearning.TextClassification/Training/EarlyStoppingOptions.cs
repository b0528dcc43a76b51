namespace TransferLearning.TextClassification;

/// <summary>When a training ends because validation no longer gets better.</summary>
public sealed record EarlyStoppingOptions
{
    /// <summary>After how many validations in a row without a new best the training ends, at least 1.</summary>
    /// <value>2 by default.</value>
    public int Patience { get; init; } = 2;

    /// <summary>A sentence a mistake: what was given, what is expected.</summary>
    internal IEnumerable<string> FindProblems() =>
        Patience >= 1 ? [] : [$"{nameof(EarlyStoppingOptions)}.{nameof(Patience)} is {Patience}; expected a whole number of at least 1."];
}
