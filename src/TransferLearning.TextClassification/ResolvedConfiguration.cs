namespace TransferLearning.TextClassification;

/// <summary>Every value that a training uses, with its source and reason.</summary>
public sealed class ResolvedConfiguration
{
    internal ResolvedConfiguration(IReadOnlyList<ResolvedValue> values) => Values = values;

    /// <summary>The values, from the encoder to the optimizer.</summary>
    public IReadOnlyList<ResolvedValue> Values { get; }

    /// <summary>A value by its name.</summary>
    /// <param name="name">For example <c>learning_rate</c>.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">There is no such value.</exception>
    public ResolvedValue this[string name] => Values.FirstOrDefault(value => value.Name == name)
        ?? throw new KeyNotFoundException($"There is no value '{name}'. The values: {string.Join(", ", Values.Select(value => value.Name))}.");

    /// <summary>All values, a line each.</summary>
    /// <returns>The lines.</returns>
    public override string ToString() => string.Join(Environment.NewLine, Values);
}
