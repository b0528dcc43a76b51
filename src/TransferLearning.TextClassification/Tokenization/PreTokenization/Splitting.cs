using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.PreTokenization;

/// <summary>Splits a text at given places.</summary>
internal static class Splitting
{
    /// <summary>Adds the parts between and, by the behaviour, of the places.</summary>
    internal static void Split(AlignedText text, List<(int Start, int End)> places, SplitBehavior behavior, bool isInverted, List<AlignedText> words)
    {
        List<(int Start, int End, bool IsPlace)> pieces = [];
        int from = 0;
        foreach ((int start, int end) in places)
        {
            AddPiece(pieces, from, start, isInverted);
            AddPiece(pieces, start, end, !isInverted);
            from = end;
        }

        AddPiece(pieces, from, text.Count, isInverted);
        List<(int Start, int End)> kept = behavior switch
        {
            SplitBehavior.Removed => [.. pieces.Where(piece => !piece.IsPlace).Select(piece => (piece.Start, piece.End))],
            SplitBehavior.Isolated => pieces.ConvertAll(piece => (piece.Start, piece.End)),
            SplitBehavior.Contiguous => Merge(pieces, (isPlace, wasPlace) => isPlace == wasPlace),
            SplitBehavior.MergedWithPrevious => Merge(pieces, (isPlace, wasPlace) => isPlace && !wasPlace),
            _ => MergeWithNext(pieces),
        };
        if (kept is [(0, int whole)] && whole == text.Count)
        {
            words.Add(text);
            return;
        }

        words.AddRange(kept.Select(piece => text.Slice(piece.Start, piece.End)));
    }

    /// <summary>Splits at each code point that <paramref name="isPlace"/> is true for.</summary>
    internal static void Split(AlignedText text, Predicate<int> isPlace, SplitBehavior behavior, List<AlignedText> words)
    {
        List<(int, int)> places = [];
        for (int index = 0; index < text.Count; index++)
        {
            if (isPlace(text[index]))
            {
                places.Add((index, index + 1));
            }
        }

        Split(text, places, behavior, false, words);
    }

    private static void AddPiece(List<(int, int, bool)> pieces, int start, int end, bool isPlace)
    {
        if (start < end)
        {
            pieces.Add((start, end, isPlace));
        }
    }

    private static List<(int Start, int End)> Merge(List<(int Start, int End, bool IsPlace)> pieces, Func<bool, bool, bool> joins)
    {
        List<(int Start, int End)> merged = [];
        bool wasPlace = false;
        foreach ((int start, int end, bool isPlace) in pieces)
        {
            if (merged.Count > 0 && joins(isPlace, wasPlace))
            {
                merged[^1] = (merged[^1].Start, end);
            }
            else
            {
                merged.Add((start, end));
            }

            wasPlace = isPlace;
        }

        return merged;
    }

    private static List<(int Start, int End)> MergeWithNext(List<(int Start, int End, bool IsPlace)> pieces)
    {
        List<(int Start, int End)> merged = [];
        bool wasPlace = false;
        for (int index = pieces.Count - 1; index >= 0; index--)
        {
            (int start, int end, bool isPlace) = pieces[index];
            if (merged.Count > 0 && isPlace && !wasPlace)
            {
                merged[^1] = (start, merged[^1].End);
            }
            else
            {
                merged.Add((start, end));
            }

            wasPlace = isPlace;
        }

        merged.Reverse();
        return merged;
    }
}
