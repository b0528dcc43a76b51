namespace TransferLearning.TextClassification.Optimization;

/// <summary>A stretch of one parameter with its gradient and state, all of one length, for the fused loops.</summary>
internal readonly ref struct ElementRange(ParameterSlot slot, Span<float> parameter, ReadOnlySpan<float> gradient, int start)
{
    private readonly ParameterSlot slot = slot;
    private readonly int start = start;

    internal Span<float> Parameter { get; } = parameter;

    internal ReadOnlySpan<float> Gradient { get; } = gradient;

    internal Span<float> State(int index) => slot.Arrays[index].AsSpan(start, Parameter.Length);
}
