using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TransferLearning.TextClassification.Encoders.Kernels;

/// <summary>
/// Where the queries, keys and values of packed texts lie, or their gradients: a row a token of all three, [heads, head size] each, or, where one token of each text
/// asks, a row a text of queries beside a row a token of keys and values.
/// </summary>
internal readonly ref struct AttentionRows<T>
    where T : unmanaged
{
    private readonly int queryElements;
    private readonly int keyValueElements;

    /// <summary>All tokens ask.</summary>
    /// <param name="queryKeyValue">[tokens, 3 × hidden].</param>
    /// <param name="hidden">Elements of a query.</param>
    internal AttentionRows(ReadOnlySpan<T> queryKeyValue, int hidden)
    {
        Queries = ref MemoryMarshal.GetReference(queryKeyValue);
        Keys = ref Unsafe.Add(ref Queries, hidden);
        Values = ref Unsafe.Add(ref Queries, 2 * hidden);
        (QueryStride, KeyValueStride) = (3 * hidden, 3 * hidden);
        (queryElements, keyValueElements) = (queryKeyValue.Length, queryKeyValue.Length);
    }

    /// <summary>One token of each text asks.</summary>
    /// <param name="queries">[texts, hidden].</param>
    /// <param name="keyValue">[tokens, 2 × hidden].</param>
    /// <param name="hidden">Elements of a query.</param>
    internal AttentionRows(ReadOnlySpan<T> queries, ReadOnlySpan<T> keyValue, int hidden)
    {
        Queries = ref MemoryMarshal.GetReference(queries);
        Keys = ref MemoryMarshal.GetReference(keyValue);
        Values = ref Unsafe.Add(ref Keys, hidden);
        (QueryStride, KeyValueStride) = (hidden, 2 * hidden);
        (queryElements, keyValueElements) = (queries.Length, keyValue.Length);
    }

    /// <summary>The first query; the others follow at <see cref="QueryStride"/>.</summary>
    internal readonly ref T Queries;

    /// <summary>The first key; the others follow at <see cref="KeyValueStride"/>.</summary>
    internal readonly ref T Keys;

    /// <summary>The first value; the others follow at <see cref="KeyValueStride"/>.</summary>
    internal readonly ref T Values;

    internal int QueryStride { get; }

    internal int KeyValueStride { get; }

    /// <summary>Checks the number of elements.</summary>
    internal void CheckLengths(long queries, long tokens, string name)
    {
        PackedAttention.CheckLength(queryElements, queries * QueryStride, name);
        PackedAttention.CheckLength(keyValueElements, tokens * KeyValueStride, name);
    }
}
