using System.Buffers;
using System.Collections;
using System.Runtime.InteropServices;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>
/// Tokenized texts end to end, a third to a half of what they take one by one: two bytes a token where the vocabulary allows, else four; type ids only where one is not 0. Immutable.
/// Each look-up makes a <see cref="TokenizedText"/>.
/// </summary>
internal sealed class TokenizedTexts : IReadOnlyList<TokenizedText>
{
    private const int SmallVocabulary = ushort.MaxValue + 1;

    private TokenizedTexts(int bytesOfToken, int[] ends, byte[] truncated, byte[] ids, byte[] typeIds)
    {
        BytesOfToken = bytesOfToken;
        Ends = ends;
        Truncated = truncated;
        Ids = ids;
        TypeIds = typeIds;
    }

    /// <summary>How many texts there are.</summary>
    public int Count => Ends.Length;

    /// <summary>How many of them were cut.</summary>
    internal int TruncatedCount => Truncated.AsSpan().Count((byte)1);

    /// <summary>2 or 4.</summary>
    internal int BytesOfToken { get; }

    /// <summary>Where each text ends among the tokens.</summary>
    internal int[] Ends { get; }

    /// <summary>Whether each text was cut, 0 or 1.</summary>
    internal byte[] Truncated { get; }

    /// <summary>The token ids, <see cref="BytesOfToken"/> each.</summary>
    internal byte[] Ids { get; }

    /// <summary>The type ids; empty where all are 0.</summary>
    internal byte[] TypeIds { get; }

    /// <inheritdoc/>
    public TokenizedText this[int index]
    {
        get
        {
            (int start, int length) = (Ends[index] - LengthOf(index), LengthOf(index));
            int[] ids = new int[length];
            if (BytesOfToken == sizeof(ushort))
            {
                ReadOnlySpan<ushort> packed = MemoryMarshal.Cast<byte, ushort>(Ids).Slice(start, length);
                for (int i = 0; i < length; i++)
                {
                    ids[i] = packed[i];
                }
            }
            else
            {
                MemoryMarshal.Cast<byte, int>(Ids).Slice(start, length).CopyTo(ids);
            }

            ReadOnlySpan<byte> typeIds = TypeIds.Length == 0 ? default : TypeIds.AsSpan(start, length);
            return new TokenizedText(ids, typeIds.ContainsAnyExcept((byte)0) ? typeIds.ToArray() : null, Truncated[index] != 0);
        }
    }

    /// <summary>Packs texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="vocabularySize">One more than the largest token id that they may have.</param>
    /// <exception cref="TextDataException">They have more tokens than one array holds.</exception>
    internal static TokenizedTexts Pack(IEnumerable<TokenizedText> texts, int vocabularySize)
    {
        int bytesOfToken = vocabularySize <= SmallVocabulary ? sizeof(ushort) : sizeof(int);
        List<int> ends = [];
        List<byte> truncated = [];
        ArrayBufferWriter<byte> ids = new();
        ArrayBufferWriter<byte> typeIds = new();
        int end = 0;
        foreach (TokenizedText text in texts)
        {
            if (text.Ids.Length > (Array.MaxLength / bytesOfToken) - end)
            {
                throw new TextDataException($"The rows have more than {end:N0} tokens, which is more than can be held at once; train on fewer rows, or set MaxTokens lower in the encoder's options.");
            }

            Append(text.Ids, ids, bytesOfToken);
            if (text.TypeIds is { } types && types.AsSpan().ContainsAnyExcept((byte)0))
            {
                typeIds.GetSpan(end - typeIds.WrittenCount + 1)[..(end - typeIds.WrittenCount)].Clear(); // the texts since the last one with types
                typeIds.Advance(end - typeIds.WrittenCount);
                typeIds.Write(types);
            }

            end += text.Ids.Length;
            ends.Add(end);
            truncated.Add(text.WasTruncated ? (byte)1 : (byte)0);
        }

        byte[] allTypeIds = typeIds.WrittenCount == 0 ? [] : new byte[end];
        typeIds.WrittenSpan.CopyTo(allTypeIds);
        return new TokenizedTexts(bytesOfToken, [.. ends], [.. truncated], ids.WrittenSpan.ToArray(), allTypeIds);
    }

    /// <summary>Texts that were packed before; null where the parts do not fit together.</summary>
    internal static TokenizedTexts? FromParts(int bytesOfToken, int[] ends, byte[] truncated, byte[] ids, byte[] typeIds)
    {
        int before = 0;
        foreach (int end in ends)
        {
            if (end <= before)
            {
                return null; // every text has a token
            }

            before = end;
        }

        bool fits = bytesOfToken is sizeof(ushort) or sizeof(int) && ids.LongLength == (long)before * bytesOfToken && truncated.Length == ends.Length && (typeIds.Length == 0 || typeIds.Length == before);
        return fits ? new TokenizedTexts(bytesOfToken, ends, truncated, ids, typeIds) : null;
    }

    /// <summary>The length of a text in tokens.</summary>
    internal int LengthOf(int index) => Ends[index] - (index == 0 ? 0 : Ends[index - 1]);

    /// <inheritdoc/>
    public IEnumerator<TokenizedText> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void Append(ReadOnlySpan<int> ids, ArrayBufferWriter<byte> packed, int bytesOfToken)
    {
        if (bytesOfToken == sizeof(int))
        {
            packed.Write(MemoryMarshal.AsBytes(ids));
            return;
        }

        int bytes = ids.Length * sizeof(ushort);
        Span<ushort> free = MemoryMarshal.Cast<byte, ushort>(packed.GetSpan(bytes)[..bytes]);
        for (int i = 0; i < ids.Length; i++)
        {
            free[i] = checked((ushort)ids[i]);
        }

        packed.Advance(bytes);
    }
}
