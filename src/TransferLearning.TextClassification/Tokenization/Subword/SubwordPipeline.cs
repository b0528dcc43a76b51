using System.Text;
using TransferLearning.TextClassification.Tokenization.Characters;
using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.Subword;

/// <summary>From a text to tokens step by step, as the reference does it: added tokens, normalizer, words, pieces. Immutable.</summary>
internal sealed class SubwordPipeline
{
    private const int ByteSpace = 0x120; // what stands for a space in a byte-level vocabulary

    private readonly SubwordDefinition definition;
    private readonly AddedTokenMatcher normalizedTokens;
    private readonly Dictionary<int, (int Leading, int Trailing)> spacesOfId = [];

    internal SubwordPipeline(SubwordDefinition definition)
    {
        this.definition = definition;
        WrittenTokens = new AddedTokenMatcher(definition.AddedTokens.Where(token => !token.IsNormalized).Select(token => (token.Content, token)));
        normalizedTokens = new AddedTokenMatcher(definition.AddedTokens.Where(token => token.IsNormalized)
            .Select(token => (definition.Normalizer?.Normalize(token.Content) ?? token.Content, token)));
        if (definition.Trimming != OffsetTrimming.None)
        {
            foreach ((string piece, int id) in definition.Model.Ids)
            {
                spacesOfId[id] = CountSpaces(piece);
            }

            foreach (AddedToken token in definition.AddedTokens)
            {
                spacesOfId.Remove(token.Id); // trimmed by what it took of the text
            }
        }
    }

    /// <summary>The tokens that are found in the text as it is written.</summary>
    internal AddedTokenMatcher WrittenTokens { get; }

    /// <summary>Whether tokens are searched for in normalized text.</summary>
    internal bool HasNormalizedTokens => !normalizedTokens.IsEmpty;

    /// <summary>The tokens of a whole text, with offsets trimmed as the post-processor says.</summary>
    internal List<(int Id, int Start, int End)> Align(string text, SubwordScratch scratch)
    {
        List<(int Id, int Start, int End)> tokens = [];
        int from = 0;
        int origin = 0;
        while (WrittenTokens.TryFind(text, from, out AddedTokenMatch match))
        {
            Align(text.AsSpan(from, match.Start - from), origin, tokens, scratch);
            int start = origin + CodePoints.Count(text.AsSpan(from, match.Start - from));
            origin = start + CodePoints.Count(text.AsSpan(match.Start, match.End - match.Start));
            AddMatch(tokens, match.Id, (start, origin), text.AsSpan(match.Start, match.End - match.Start));
            from = match.End;
        }

        Align(text.AsSpan(from), origin, tokens, scratch);
        Trim(tokens);
        return tokens;
    }

    /// <summary>Adds the ids of a text that holds no added token as written. Allocates nothing where the text is one word to the model.</summary>
    /// <param name="text">The text, or a part of one.</param>
    /// <param name="firstOrigin">The index of its first code point in the whole.</param>
    /// <param name="scratch">The thread's own.</param>
    internal void AddIds(ReadOnlySpan<char> text, int firstOrigin, SubwordScratch scratch)
    {
        if (normalizedTokens.IsEmpty && definition.PreTokenizer is null)
        {
            AddWord(Normalize(text, firstOrigin, scratch), scratch);
            return;
        }

        List<(int Id, int Start, int End)> tokens = [];
        Align(text, firstOrigin, tokens, scratch);
        foreach ((int id, _, _) in tokens)
        {
            scratch.Add(id);
        }
    }

    /// <summary>Adds the tokens of a text that holds no added token as written.</summary>
    /// <param name="text">The text, or a part of one.</param>
    /// <param name="firstOrigin">The index of its first code point in the whole.</param>
    /// <param name="tokens">Takes ids and offsets in code points of the whole.</param>
    /// <param name="scratch">The thread's own.</param>
    internal void Align(ReadOnlySpan<char> text, int firstOrigin, List<(int Id, int Start, int End)> tokens, SubwordScratch scratch)
    {
        AlignedText normalized = Normalize(text, firstOrigin, scratch);
        if (normalizedTokens.IsEmpty)
        {
            AddWords(normalized, tokens, scratch);
            return;
        }

        ReadOnlySpan<char> units = normalized.ToUtf16(out ReadOnlySpan<int> indexOfUnit);
        int from = 0;
        while (normalizedTokens.TryFind(units, from, out AddedTokenMatch match))
        {
            AddWords(normalized.Slice(indexOfUnit[from], indexOfUnit[match.Start]), tokens, scratch);
            AddMatch(tokens, match.Id, normalized.OriginOf(indexOfUnit[match.Start], indexOfUnit[match.End]), units[match.Start..match.End]);
            from = match.End;
        }

        AddWords(normalized.Slice(indexOfUnit[from], normalized.Count), tokens, scratch);
    }

    private AlignedText Normalize(ReadOnlySpan<char> text, int firstOrigin, SubwordScratch scratch)
    {
        scratch.Text.Read(text, firstOrigin);
        definition.Normalizer?.Apply(scratch.Text);
        return scratch.Text;
    }

    private void AddWord(AlignedText word, SubwordScratch scratch)
    {
        Span<byte> bytes = scratch.Word(4 * word.Count);
        definition.Model.Tokenize(bytes[..word.WriteUtf8(bytes)], scratch);
    }

    private void AddWords(AlignedText text, List<(int Id, int Start, int End)> tokens, SubwordScratch scratch)
    {
        if (text.Count == 0)
        {
            return;
        }

        List<AlignedText> words = [];
        if (definition.PreTokenizer is { } preTokenizer)
        {
            preTokenizer.Split(text, words);
        }
        else
        {
            words.Add(text);
        }

        int countBefore = scratch.Count;
        List<(int Start, int End)> spans = [];
        foreach (AlignedText word in words.Where(word => word.Count > 0))
        {
            scratch.Collect(spans);
            AddWord(word, scratch);
            AddTokens(word, scratch.Ids[countBefore..], spans, tokens);
            scratch.Count = countBefore;
        }

        scratch.Collect(null);
    }

    // A piece that begins or ends inside a character stands for all of it.
    private static void AddTokens(AlignedText word, ReadOnlySpan<int> ids, List<(int Start, int End)> spans, List<(int Id, int Start, int End)> tokens)
    {
        int character = 0;
        int byteEnd = 0; // of the characters before
        for (int index = 0; index < ids.Length; index++)
        {
            (int spanStart, int spanEnd) = spans[index];
            while (character + 1 < word.Count && byteEnd + Utf8Length(word[character]) <= spanStart)
            {
                byteEnd += Utf8Length(word[character++]);
            }

            int last = character;
            for (int lastEnd = byteEnd + Utf8Length(word[last]); lastEnd < spanEnd && last + 1 < word.Count; lastEnd += Utf8Length(word[last]))
            {
                last++;
            }

            (int start, int end) = word.OriginOf(character, last + 1);
            tokens.Add((ids[index], start, end));
        }
    }

    private static int Utf8Length(int codePoint) => new Rune(codePoint).Utf8SequenceLength;

    private void Trim(List<(int Id, int Start, int End)> tokens)
    {
        for (int index = 0; spacesOfId.Count > 0 && index < tokens.Count; index++)
        {
            (int id, int start, int end) = tokens[index];
            (start, end) = Trim(index, (start, end), spacesOfId.GetValueOrDefault(id));
            tokens[index] = (id, start, end);
        }
    }

    private (int Start, int End) Trim(int index, (int Start, int End) place, (int Leading, int Trailing) spaces)
    {
        (int start, int end) = place;
        if (spaces.Leading > 0)
        {
            bool isAfterPrefix = definition.Trimming == OffsetTrimming.TrimmedAfterPrefixSpace && (index == 0 || start == 0);
            start = Math.Min(start + (isAfterPrefix ? spaces.Leading - 1 : spaces.Leading), end);
        }

        if (spaces.Trailing > 0 && end >= spaces.Trailing)
        {
            end = Math.Max(end - spaces.Trailing, start);
        }

        return (start, end);
    }

    private void AddMatch(List<(int Id, int Start, int End)> tokens, int id, (int Start, int End) place, ReadOnlySpan<char> matched)
    {
        if (definition.Trimming != OffsetTrimming.None)
        {
            place = Trim(tokens.Count, place, CountSpaces(matched.ToString()));
        }

        tokens.Add((id, place.Start, place.End));
    }

    private static (int Leading, int Trailing) CountSpaces(string piece) => (
        piece.EnumerateRunes().TakeWhile(rune => IsSpace(rune.Value)).Count(),
        piece.EnumerateRunes().Reverse().TakeWhile(rune => IsSpace(rune.Value)).Count());

    private static bool IsSpace(int codePoint) => codePoint == ByteSpace || UnicodeData.Is(codePoint, UnicodeTraits.Whitespace);
}
