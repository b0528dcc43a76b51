using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TransferLearning.TextClassification.Storage;

/// <summary>The SHA-256 of texts and numbers, in order.</summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a text. Its length stands before it, so that no two lists of texts look alike; one that is absent has the length -1.</summary>
    internal void Add(string? text)
    {
        hash.AppendData(MemoryMarshal.AsBytes<int>([text?.Length ?? -1]));
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    /// <summary>Adds numbers; where their count may differ, add it first.</summary>
    internal void Add<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        const int AtOnce = 1 << 24; // a span has at most 2 GiB
        for (; !numbers.IsEmpty; numbers = numbers[Math.Min(numbers.Length, AtOnce)..])
        {
            hash.AppendData(MemoryMarshal.AsBytes(numbers[..Math.Min(numbers.Length, AtOnce)]));
        }
    }

    /// <summary>The hash of all that was added, lower-case hexadecimal; begins anew.</summary>
    internal string Finish() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}
