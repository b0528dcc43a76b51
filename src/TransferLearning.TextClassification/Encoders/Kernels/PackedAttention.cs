namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// Multi-head self-attention within each text of a packed batch (Vaswani et al. 2017), on the processor, in float32 arithmetic, by tiles: the scores of a whole
/// text never lie in memory. A call works on the calling thread and allocates nothing but its thread's scratch memory, once; threads may share a batch by texts.
/// </summary>
/// <remarks>
/// A token's row of the input is query | key | value, each [heads, head size]; a row of the output is [heads, head size]. Elements are float32, or bfloat16 as
/// <see cref="ushort"/>. Where one token of each text asks, queries, outputs, their gradients and their statistics have a row a text in place of one a token.
/// The result of a text depends on that text alone, but for dropout, which also depends on its number in the batch.
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
        Forward<float, Float32Element>(shape, offsets, texts, new(queryKeyValue, shape.Hidden), [], output, logSumExp, dropout);

    /// <inheritdoc cref="Forward(AttentionShape, ReadOnlySpan{int}, Range, ReadOnlySpan{float}, Span{float}, Span{float}, AttentionDropout)"/>
    internal static void Forward(
        AttentionShape shape, ReadOnlySpan<int> offsets, Range texts, ReadOnlySpan<ushort> queryKeyValue, Span<ushort> output, Span<float> logSumExp,
        AttentionDropout dropout = default) =>
        Forward<ushort, BFloat16Element>(shape, offsets, texts, new(queryKeyValue, shape.Hidden), [], output, logSumExp, dropout);

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
        Backward<float, Float32Element>(
            shape, offsets, texts, new(queryKeyValue, shape.Hidden), [], output, logSumExp, outputGradient, new AttentionRows<float>(gradient, shape.Hidden), dropout);

    /// <summary>Computes the gradient of the input.</summary>
    internal static void Backward(
        AttentionShape shape, ReadOnlySpan<int> offsets, Range texts, ReadOnlySpan<ushort> queryKeyValue, ReadOnlySpan<ushort> output, ReadOnlySpan<float> logSumExp,
        ReadOnlySpan<ushort> outputGradient, Span<ushort> gradient, AttentionDropout dropout = default) =>
        Backward<ushort, BFloat16Element>(
            shape, offsets, texts, new(queryKeyValue, shape.Hidden), [], output, logSumExp, outputGradient, new AttentionRows<ushort>(gradient, shape.Hidden), dropout);

    /// <summary>The forward pass on elements of any kind.</summary>
    /// <param name="shape">What is computed.</param>
    /// <param name="offsets">[texts + 1].</param>
    /// <param name="texts">The texts to do.</param>
    /// <param name="input">Queries, keys and values.</param>
    /// <param name="chosen">[texts]: the one token of each text that asks, counted from the batch's first; empty: all ask.</param>
    /// <param name="output">[tokens or texts, hidden], written.</param>
    /// <param name="logSumExp">[heads, tokens or texts], written; empty: not wanted.</param>
    /// <param name="dropout">Of the probabilities.</param>
    /// <param name="bias">Added to the scores.</param>
    internal static void Forward<T, TElement>(
        in AttentionShape shape, ReadOnlySpan<int> offsets, Range texts, in AttentionRows<T> input, ReadOnlySpan<int> chosen, Span<T> output, Span<float> logSumExp,
        in AttentionDropout dropout, in AttentionBias bias = default)
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        long queries = CheckInput(offsets, input, chosen);
        CheckLength(output.Length, queries * shape.Hidden, nameof(output));
        CheckLength(logSumExp.Length, logSumExp.IsEmpty ? 0 : queries * shape.Heads, nameof(logSumExp));
        (int firstText, int count) = texts.GetOffsetAndLength(offsets.Length - 1);
        AttentionForward<T, TElement> pass = new(shape, dropout, bias, Longest(offsets.Slice(firstText, count + 1)), input, chosen, output, logSumExp);
        for (int text = firstText; text < firstText + count; text++)
        {
            for (int head = 0; head < shape.Heads; head++)
            {
                pass.Attend(text, offsets[text], offsets[text + 1] - offsets[text], head);
            }
        }
    }

    /// <summary>The backward pass on elements of any kind; the parameters are the forward pass's, <paramref name="gradient"/> is written.</summary>
    internal static void Backward<T, TElement>(
        in AttentionShape shape, ReadOnlySpan<int> offsets, Range texts, in AttentionRows<T> input, ReadOnlySpan<int> chosen, ReadOnlySpan<T> output,
        ReadOnlySpan<float> logSumExp, ReadOnlySpan<T> outputGradient, in AttentionRows<T> gradient, in AttentionDropout dropout, in AttentionBias bias = default)
        where T : unmanaged
        where TElement : struct, IElement<T>
    {
        long queries = CheckInput(offsets, input, chosen);
        gradient.CheckLengths(queries, offsets[^1], nameof(gradient));
        CheckLength(output.Length, queries * shape.Hidden, nameof(output));
        CheckLength(logSumExp.Length, queries * shape.Heads, nameof(logSumExp));
        CheckLength(outputGradient.Length, queries * shape.Hidden, nameof(outputGradient));
        (int firstText, int count) = texts.GetOffsetAndLength(offsets.Length - 1);
        AttentionBackward<T, TElement> pass = new(
            shape, dropout, bias, Longest(offsets.Slice(firstText, count + 1)), input, chosen, output, logSumExp, outputGradient, gradient);
        for (int text = firstText; text < firstText + count; text++)
        {
            for (int head = 0; head < shape.Heads; head++)
            {
                pass.Attend(text, offsets[text], offsets[text + 1] - offsets[text], head);
            }
        }
    }

    /// <returns>How many tokens ask.</returns>
    private static long CheckInput<T>(ReadOnlySpan<int> offsets, in AttentionRows<T> input, ReadOnlySpan<int> chosen)
        where T : unmanaged
    {
        int texts = offsets.Length - 1;
        CheckLength(chosen.Length, chosen.IsEmpty ? 0 : texts, nameof(chosen));
        for (int text = 0; text < chosen.Length; text++)
        {
            if (chosen[text] < offsets[text] || chosen[text] >= offsets[text + 1])
            {
                throw new ArgumentException($"Token {chosen[text]} is none of text {text}'s, {offsets[text]} to {offsets[text + 1] - 1}.", nameof(chosen));
            }
        }

        long queries = chosen.IsEmpty ? offsets[^1] : texts;
        input.CheckLengths(queries, offsets[^1], "queryKeyValue");
        return queries;
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

    internal static void CheckLength(int given, long expected, string name)
    {
        if (given != expected)
        {
            throw new ArgumentException($"{given} elements given, {expected} expected.", name);
        }
    }
}
