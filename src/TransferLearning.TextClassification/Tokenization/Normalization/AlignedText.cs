using System.Text;
using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>A text on its way to the model: code points, each with the part of the original that it stands for. For one thread at a time.</summary>
/// <remarks>It follows the reference's way of keeping offsets, where an inserted code point takes the place of the one before it.</remarks>
internal sealed class AlignedText
{
    private readonly List<int> codePoints;
    private readonly List<(int Start, int End)> places;

    private AlignedText(List<int> codePoints, List<(int Start, int End)> places, int originStart)
    {
        this.codePoints = codePoints;
        this.places = places;
        OriginStart = originStart;
    }

    internal int Count => codePoints.Count;

    /// <summary>Where the original of this part begins, in code points of the whole.</summary>
    internal int OriginStart { get; }

    internal int this[int index] => codePoints[index];

    /// <param name="text">A text, or a part of one; a lone surrogate reads as U+FFFD.</param>
    /// <param name="originStart">The index of its first code point in the whole.</param>
    internal static AlignedText Create(ReadOnlySpan<char> text, int originStart)
    {
        List<int> codePoints = new(text.Length);
        List<(int, int)> places = new(text.Length);
        int origin = originStart;
        for (int index = 0; index < text.Length; origin++)
        {
            codePoints.Add(CodePoints.At(text, index, out int length));
            places.Add((origin, origin + 1));
            index += length;
        }

        return new AlignedText(codePoints, places, originStart);
    }

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
        List<(int, int)> moved = new(replacement.Count);
        int at = skipped;
        foreach ((_, int change) in replacement)
        {
            if (change > 0)
            {
                moved.Add(at < 1 ? (OriginStart, OriginStart) : places[at - 1]);
                continue;
            }

            moved.Add(places[Math.Min(at, places.Count - 1)]);
            at = Math.Min(at + 1 - change, places.Count);
        }

        codePoints.Clear();
        codePoints.AddRange(replacement.Select(entry => entry.CodePoint));
        places.Clear();
        places.AddRange(moved);
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
        List<int> before = [.. codePoints];
        List<(int, int)> placesBefore = [.. places];
        Span<int> expanded = stackalloc int[UnicodeData.MaximumDecomposition];
        codePoints.Clear();
        places.Clear();
        for (int index = 0; index < before.Count; index++)
        {
            int count = expand(before[index], expanded);
            foreach (int codePoint in expanded[..count])
            {
                codePoints.Add(codePoint);
                places.Add(placesBefore[index]);
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
    internal void Replace(List<(int Start, int End)> ranges, ReadOnlySpan<int> content)
    {
        if (ranges.Count == 0)
        {
            return;
        }

        List<int> before = [.. codePoints];
        List<(int Start, int End)> placesBefore = [.. places];
        codePoints.Clear();
        places.Clear();
        int from = 0;
        foreach ((int start, int end) in ranges)
        {
            codePoints.AddRange(before.GetRange(from, start - from));
            places.AddRange(placesBefore.GetRange(from, start - from));
            codePoints.AddRange(content);
            places.AddRange(Enumerable.Repeat(end > 0 ? placesBefore[end - 1] : (OriginStart, OriginStart), content.Length));
            from = end;
        }

        codePoints.AddRange(before.GetRange(from, before.Count - from));
        places.AddRange(placesBefore.GetRange(from, before.Count - from));
    }

    /// <summary>Replaces all by new code points, each with the first and last of the present ones that it stands for.</summary>
    internal void Rebuild(List<(int CodePoint, int First, int Last)> made)
    {
        List<(int, int)> moved = made.ConvertAll(entry => (places[entry.First].Start, places[entry.Last].End));
        codePoints.Clear();
        codePoints.AddRange(made.Select(entry => entry.CodePoint));
        places.Clear();
        places.AddRange(moved);
    }

    /// <summary>The text as UTF-16, and for each unit, and for the end, the index of its code point.</summary>
    internal string ToUtf16(out int[] indexOfUnit)
    {
        StringBuilder units = new(codePoints.Count);
        List<int> indices = new(codePoints.Count + 1);
        for (int index = 0; index < codePoints.Count; index++)
        {
            units.Append(new Rune(codePoints[index]));
            while (indices.Count < units.Length)
            {
                indices.Add(index);
            }
        }

        indices.Add(codePoints.Count);
        indexOfUnit = [.. indices];
        return units.ToString();
    }

    /// <summary>Writes the text as UTF-8.</summary>
    /// <param name="destination">At least four bytes for each code point.</param>
    /// <returns>How many bytes.</returns>
    internal int WriteUtf8(Span<byte> destination)
    {
        int length = 0;
        foreach (int codePoint in codePoints)
        {
            length += new Rune(codePoint).EncodeToUtf8(destination[length..]);
        }

        return length;
    }

    /// <inheritdoc/>
    public override string ToString() => ToUtf16(out _);
}
