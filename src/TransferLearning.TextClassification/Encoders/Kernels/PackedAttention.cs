namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// Multi-head self-attention within each text of a packed batch (Vaswani et al. 2017), on the processor, in float32 arithmetic, by tiles: the scores of a whole
/// text never lie in memory. A call works on the calling thread and allocates nothing but its thread's scratch memory, once; threads may share a batch by texts.
/// </summary>
/// <remarks>
/// A token's row of the input is query | key | value, each [heads, head size]; a row of the output is [heads, head size]. Elements are float32, or bfloat16 as
/// <see cref="ushort"/>. Where only first tokens ask, outputs, their gradients and their statistics have a row a text in place of one a token. The result of a text depends on that text alone, but for dropout, which also depends on its number in the batch.
/// </remarks>
internal static class PackedAttention
{
    /// <summary>Attends.</summary>
    /// <param name="shape">What is computed.</param>
    /// <param name="offsets">[texts + 1]: the first token of each text, and the number of tokens. A text has at least one.</param>
    /// <param name="texts">The texts to do.</param>
    /// <param name="queryKeyValue">[tokens, 3 × hidden].</param>
    /// <param name="output">[tokens, hidden], written.</param>
    /// <param name="logSumExp">
    /// [heads, tokens], written for the backward pass: the logarithm, to base 2, of the sum of the exponentials of a query's scores. Empty: not wanted.
    /// </param>
    /// <param name="dropout">Of the probabilities; default: none.</param>
    internal static void Forward(
        AttentionShape shape, ReadOnlySpan<int> offsets, Range texts, ReadOnlySpan<float> queryKeyValue, Span<float> output, Span<float> logSumExp,
        AttentionDropout dropout = default) =>
        Forward<float, Float32Element>(shape, offsets, texts, queryKeyValue, output, logSumExp, dropout);

    /// <inheritdoc cref="Forward(AttentionShape, ReadOnlySpan{int}, Range, ReadOnlySpan{float}, Span{float}, Span{float}, AttentionDropout)"/>
    internal static void Forward(
        AttentionShape shape, ReadOnlySpan<int> offsets, Range texts, ReadOnlySpan<ushort> queryKeyValue, Span<ushort> output, Span<float> logSumExp,
        AttentionDropout dropout = default) =>
        Forward<ushort, BFloat16Element>(shape, offsets, texts, queryKeyValue, output, logSumExp, dropout);

    /// <summary>Computes the gradient of the input.</summary>
    /// <param name="shape">As in the forward pass.</param>
    /// <param name="offsets">As in the forward pass.</param>
    /// <param name="texts">The texts to do.</param>
    /// <param name="queryKeyValue">[tokens, 3 × hidden]: the forward pass's.</param>
    /// <param name="output">[tokens, hidden]: the forward pass's.</param>
    /// <param name="logSumExp">[heads, tokens]: the forward pass's.</param>
    /// <param name="outputGradient">[tokens, hidden].</param>
    /// <param name="gradient">[tokens, 3 × hidden], written.</param>
    /// <param name="dropout">As in the forward pass.</param>
    internal static void Backward(
        AttentionShape shape, ReadOnlySpan<int> offsets, Range texts, ReadOnlySpan<float> queryKeyValue, ReadOnlySpan<float> output, ReadOnlySpan<float> logSumExp,
        ReadOnlySpan<float> outputGradient, Span<float> gradient, AttentionDropout dropout = default) =>
        Backward<float, Float32Element>(shape, offsets, texts, queryKeyValue, output, logSumExp, outputGradient, gradient, dropout);

    /// <summary>Computes the gradient of the input.</summary>
    internal static void Backward(
        AttentionShape shape, ReadOnlySpan<int> offsets, Range texts, ReadOnlySpan<ushort> queryKeyValue, ReadOnlySpan<ushort> output, ReadOnlySpan<float> logSumExp,
        ReadOnlySpan<ushort> outputGradient, Span<ushort> gradient, AttentionDropout dropout = default) =>
        Backward<ushort, BFloat16Element>(shape, offsets, texts, queryKeyValue, output, logSumExp, outputGradient, gradient, dropout);

    /// <summary>The forward pass on elements of any kind.</summary>
    internal static void Forward<T, TElement>(
        in AttentionShape shape, ReadOnlySpan<int> offsets, Range texts, ReadOnlySpan<T> queryKeyValue, Span<T> output, Span<float> logSumExp,
        in AttentionDropout dropout, in AttentionBias bias = default)
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        long tokens = offsets[^1];
        CheckLength(queryKeyValue.Length, 3 * tokens * shape.Hidden, nameof(queryKeyValue));
        long queries = shape.FirstOnly ? offsets.Length - 1 : tokens;
        CheckLength(output.Length, queries * shape.Hidden, nameof(output));
        CheckLength(logSumExp.Length, logSumExp.IsEmpty ? 0 : queries * shape.Heads, nameof(logSumExp));
        (int firstText, int count) = texts.GetOffsetAndLength(offsets.Length - 1);
        AttentionForward<T, TElement> pass = new(shape, dropout, bias, Longest(offsets.Slice(firstText, count + 1)), queryKeyValue, output, logSumExp);
        for (int text = firstText; text < firstText + count; text++)
        {
            for (int head = 0; head < shape.Heads; head++)
            {
                pass.Attend(text, offsets[text], offsets[text + 1] - offsets[text], head);
            }
        }
    }

    /// <summary>The backward pass on elements of any kind.</summary>
    internal static void Backward<T, TElement>(
        in AttentionShape shape, ReadOnlySpan<int> offsets, Range texts, ReadOnlySpan<T> queryKeyValue, ReadOnlySpan<T> output, ReadOnlySpan<float> logSumExp,
        ReadOnlySpan<T> outputGradient, Span<T> gradient, in AttentionDropout dropout, in AttentionBias bias = default)
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        long tokens = offsets[^1];
        CheckLength(queryKeyValue.Length, 3 * tokens * shape.Hidden, nameof(queryKeyValue));
        long queries = shape.FirstOnly ? offsets.Length - 1 : tokens;
        CheckLength(output.Length, queries * shape.Hidden, nameof(output));
        CheckLength(logSumExp.Length, queries * shape.Heads, nameof(logSumExp));
        CheckLength(outputGradient.Length, queries * shape.Hidden, nameof(outputGradient));
        CheckLength(gradient.Length, 3 * tokens * shape.Hidden, nameof(gradient));
        (int firstText, int count) = texts.GetOffsetAndLength(offsets.Length - 1);
        AttentionBackward<T, TElement> pass = new(
            shape, dropout, bias, Longest(offsets.Slice(firstText, count + 1)), queryKeyValue, output, logSumExp, outputGradient, gradient);
        for (int text = firstText; text < firstText + count; text++)
        {
            for (int head = 0; head < shape.Heads; head++)
            {
                pass.Attend(text, offsets[text], offsets[text + 1] - offsets[text], head);
            }
        }
    }

    private static int Longest(ReadOnlySpan<int> offsets)
    {
        int longest = 0;
        for (int i = 1; i < offsets.Length; i++)
        {
            if (offsets[i - 1] < 0 || offsets[i] <= offsets[i - 1])
            {
                throw new ArgumentException(
                    $"Text {i - 1} of the range begins at token {offsets[i - 1]} and ends at {offsets[i]}; each text has at least one token.", nameof(offsets));
            }

            longest = Math.Max(longest, offsets[i] - offsets[i - 1]);
        }

        return longest;
    }

    private static void CheckLength(int given, long expected, string name)
    {
        if (given != expected)
        {
            throw new ArgumentException($"{given} elements given, {expected} expected.", name);
        }
    }
}
