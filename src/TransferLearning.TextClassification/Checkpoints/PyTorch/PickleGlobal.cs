namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>A name that a pickle asks for; never looked up, only compared.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    private const int ShownAtMost = 200;

    /// <inheritdoc/>
    public override string ToString() => $"{Module}.{Name}" is { Length: > ShownAtMost } name ? name[..ShownAtMost] + "…" : $"{Module}.{Name}";
}
