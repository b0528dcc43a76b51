using System.Runtime.InteropServices;
using System.Text;
using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>
/// A text on its way to the model: code points, each with the part of the original that it stands for. For one thread at a time. Once it has held a few texts it
/// holds and changes the next ones without allocating.
/// </summary>
/// <remarks>It follows the reference's way of keeping offsets, where an inserted code point takes the place of the one before it.</remarks>
internal sealed class AlignedText
{
    private List<int> codePoints;
    private List<(int Start, int End)> places;
    private List<int> spareCodePoints = [];
    private List<(int Start, int End)> sparePlaces = [];
    private List<(int CodePoint, int Change)>? changes;
    private List<(int Start, int End)>? ranges;
    private List<(int CodePoint, int First, int Last)>? parts;
    private char[] units = [];
    private int[] indices = [];
    private byte[] bytes = [];

    /// <summary>An empty text.</summary>
    internal AlignedText()
        : this([], [], 0)
    {
    }

    private AlignedText(List<int> codePoints, List<(int Start, int End)> places, int originStart)
    {
        this.codePoints = codePoints;
        this.places = places;
        OriginStart = originStart;
    }

    internal int Count => codePoints.Count;

    /// <summary>Where the original of this part begins, in code points of the whole.</summary>
    internal int OriginStart { get; private set; }

    internal int this[int index] => codePoints[index];

    /// <summary>Takes a text in place of the present one.</summary>
    /// <param name="text">A text, or a part of one; a lone surrogate reads as U+FFFD.</param>
    /// <param name="originStart">The index of its first code point in the whole.</param>
    internal void Read(ReadOnlySpan<char> text, int originStart)
    {
        OriginStart = originStart;
        codePoints.Clear();
        places.Clear();
        int origin = originStart;
        for (int index = 0; index < text.Length; origin++)
        {
            codePoints.Add(CodePoints.At(text, index, out int length));
            places.Add((origin, origin + 1));
            index += length;
        }
    }

    /// <summary>An empty list for <see cref="Transform"/>; there is one a text.</summary>
    internal List<(int CodePoint, int Change)> NewChanges() => Empty(ref changes);

    /// <summary>An empty list of ranges of this text; there is one a text.</summary>
    internal List<(int Start, int End)> NewRanges() => Empty(ref ranges);

    /// <summary>An empty list for <see cref="Rebuild"/>; there is one a text.</summary>
    internal List<(int CodePoint, int First, int Last)> NewParts() => Empty(ref parts);

    /// <summary>The part of the original that a range stands for.</summary>
    internal (int Start, int End) OriginOf(int start, int end) => (places[start].Start, places[end - 1].End);

    /// <summary>A part of this text, which may change on its own.</summary>
    internal AlignedText Slice(int start, int end) =>
        new(codePoints.GetRange(start, end - start), places.GetRange(start, end - start), start < end ? places[start].Start : OriginStart);

    /// <summary>Replaces all from <paramref name="skipped"/> on by new code points.</summary>
    /// <param name="replacement">Each with its change: 0 replaces one, 1 is inserted, -n replaces one and removes n behind it.</param>
    /// <param name="skipped">How many are removed at the start.</param>
    internal void Transform(List<(int CodePoint, int Change)> replacement, int skipped)
    {
        SetAside();
        int at = skipped;
        foreach ((int codePoint, int change) in replacement)
        {
            codePoints.Add(codePoint);
            if (change > 0)
            {
                places.Add(at < 1 ? (OriginStart, OriginStart) : sparePlaces[at - 1]);
                continue;
            }

            places.Add(sparePlaces[Math.Min(at, sparePlaces.Count - 1)]);
            at = Math.Min(at + 1 - change, sparePlaces.Count);
        }
    }

    /// <summary>Keeps what <paramref name="keep"/> is true for.</summary>
    internal void Filter(Predicate<int> keep)
    {
        int kept = 0;
        for (int index = 0; index < codePoints.Count; index++)
        {
            if (keep(codePoints[index]))
            {
                codePoints[kept] = codePoints[index];
                places[kept++] = places[index];
            }
        }

        Cut(0, kept);
    }

    /// <summary>Replaces each code point by one.</summary>
    internal void Map(Func<int, int> map)
    {
        for (int index = 0; index < codePoints.Count; index++)
        {
            codePoints[index] = map(codePoints[index]);
        }
    }

    /// <summary>Replaces each code point by some, which all take its place.</summary>
    /// <param name="expand">Writes them (at most <see cref="UnicodeData.MaximumDecomposition"/>) and returns how many.</param>
    internal void Expand(Func<int, Span<int>, int> expand)
    {
        SetAside();
        Span<int> expanded = stackalloc int[UnicodeData.MaximumDecomposition];
        for (int index = 0; index < spareCodePoints.Count; index++)
        {
            int count = expand(spareCodePoints[index], expanded);
            foreach (int codePoint in expanded[..count])
            {
                codePoints.Add(codePoint);
                places.Add(sparePlaces[index]);
            }
        }
    }

    /// <summary>Keeps a range.</summary>
    internal void Cut(int start, int end)
    {
        codePoints.RemoveRange(end, codePoints.Count - end);
        places.RemoveRange(end, places.Count - end);
        codePoints.RemoveRange(0, start);
        places.RemoveRange(0, start);
    }

    /// <summary>Puts code points before the first one, whose place they take; an empty text stays so.</summary>
    internal void Prepend(ReadOnlySpan<int> prefix)
    {
        if (codePoints.Count > 0)
        {
            codePoints.InsertRange(0, prefix.ToArray());
            places.InsertRange(0, Enumerable.Repeat(places[0], prefix.Length));
        }
    }

    /// <summary>Replaces ranges by the same content, which takes the place of the last code point of each.</summary>
    internal void Replace(List<(int Start, int End)> replaced, ReadOnlySpan<int> content)
    {
        if (replaced.Count == 0)
        {
            return;
        }

        SetAside();
        int from = 0;
        foreach ((int start, int end) in replaced)
        {
            AddSetAside(from, start);
            foreach (int codePoint in content)
            {
                codePoints.Add(codePoint);
                places.Add(end > 0 ? sparePlaces[end - 1] : (OriginStart, OriginStart));
            }

            from = end;
        }

        AddSetAside(from, spareCodePoints.Count);
    }

    /// <summary>Replaces all by new code points, each with the first and last of the present ones that it stands for.</summary>
    internal void Rebuild(List<(int CodePoint, int First, int Last)> made)
    {
        SetAside();
        CollectionsMarshal.SetCount(codePoints, made.Count);
        CollectionsMarshal.SetCount(places, made.Count);
        Span<int> newCodePoints = CollectionsMarshal.AsSpan(codePoints);
        Span<(int Start, int End)> newPlaces = CollectionsMarshal.AsSpan(places);
        ReadOnlySpan<(int Start, int End)> oldPlaces = CollectionsMarshal.AsSpan(sparePlaces);
        ReadOnlySpan<(int CodePoint, int First, int Last)> parts = CollectionsMarshal.AsSpan(made);
        for (int index = 0; index < parts.Length; index++)
        {
            newCodePoints[index] = parts[index].CodePoint;
            newPlaces[index] = (oldPlaces[parts[index].First].Start, oldPlaces[parts[index].Last].End);
        }
    }

    /// <summary>The text as UTF-16, and for each unit, and for the end, the index of its code point; until it is asked again.</summary>
    internal ReadOnlySpan<char> ToUtf16(out ReadOnlySpan<int> indexOfUnit)
    {
        int most = 2 * codePoints.Count;
        Span<char> written = Units(most);
        if (indices.Length <= most)
        {
            indices = new int[2 * (most + 1)];
        }

        int length = 0;
        for (int index = 0; index < codePoints.Count; index++)
        {
            int end = length + new Rune(codePoints[index]).EncodeToUtf16(written[length..]);
            indices.AsSpan(length, end - length).Fill(index);
            length = end;
        }

        indices[length] = codePoints.Count;
        indexOfUnit = indices.AsSpan(0, length + 1);
        return written[..length];
    }

    /// <summary>Room for <paramref name="count"/> units of UTF-16; <see cref="ToUtf16"/> uses it too.</summary>
    internal Span<char> Units(int count)
    {
        if (units.Length < count)
        {
            units = new char[2 * count];
        }

        return units.AsSpan(0, count);
    }

    /// <summary>The text as UTF-8; until it is asked again.</summary>
    internal ReadOnlySpan<byte> ToUtf8()
    {
        if (bytes.Length < 4 * codePoints.Count)
        {
            bytes = new byte[8 * codePoints.Count];
        }

        return bytes.AsSpan(0, WriteUtf8(bytes));
    }

    /// <summary>Writes the text as UTF-8.</summary>
    /// <param name="destination">At least four bytes for each code point.</param>
    /// <returns>How many bytes.</returns>
    internal int WriteUtf8(Span<byte> destination)
    {
        int length = 0;
        foreach (int codePoint in CollectionsMarshal.AsSpan(codePoints))
        {
            if (codePoint < 0x80)
            {
                destination[length++] = (byte)codePoint;
            }
            else
            {
                length += new Rune(codePoint).EncodeToUtf8(destination[length..]);
            }
        }

        return length;
    }

    /// <inheritdoc/>
    public override string ToString() => ToUtf16(out _).ToString();

    private static List<T> Empty<T>(ref List<T>? list)
    {
        list ??= [];
        list.Clear();
        return list;
    }

    // The text becomes empty; what it was stands in the spare lists until the next change.
    private void SetAside()
    {
        (codePoints, spareCodePoints) = (spareCodePoints, codePoints);
        (places, sparePlaces) = (sparePlaces, places);
        codePoints.Clear();
        places.Clear();
    }

    private void AddSetAside(int start, int end)
    {
        for (int index = start; index < end; index++)
        {
            codePoints.Add(spareCodePoints[index]);
            places.Add(sparePlaces[index]);
        }
    }
}
