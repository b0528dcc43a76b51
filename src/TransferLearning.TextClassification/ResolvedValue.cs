namespace TransferLearning.TextClassification;

/// <summary>A value that a training uses, who decided it, and why.</summary>
/// <param name="Name">The setting, for example <c>max_tokens</c>.</param>
/// <param name="Value">The value, as text.</param>
/// <param name="Source">Who decided it.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record ResolvedValue(string Name, string Value, ValueSource Source, string Reason)
{
    /// <summary>The line as it is logged.</summary>
    /// <returns>For example <c>max_tokens = 128 (recommended: …)</c>.</returns>
    public override string ToString() => $"{Name} = {Value} ({Source.ToString().ToLowerInvariant()}: {Reason})";
}
