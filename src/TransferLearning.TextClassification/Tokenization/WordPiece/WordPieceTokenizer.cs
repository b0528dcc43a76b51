using System.Globalization;
using System.Text;
using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>BERT's tokenizer: basic tokenization, then the longest pieces first. Equal to Hugging Face tokenizers 0.23.</summary>
internal sealed class WordPieceTokenizer : TextTokenizer
{
    private readonly AddedTokenMatcher writtenTokens;
    private readonly WordPieceScanner scanner;
    private readonly WordPieceAligner aligner;
    private readonly bool hasNormalizedTokens;
    private readonly Dictionary<int, string> contentOfId;
    private readonly HashSet<int> specialIds;
    private readonly WordPieceScratch?[] pool = new WordPieceScratch?[Math.Max(4, Environment.ProcessorCount)];

    internal WordPieceTokenizer(WordPieceModel model)
    {
        Model = model;
        WordPieceVocabulary vocabulary = model.Vocabulary;
        writtenTokens = new AddedTokenMatcher(model.AddedTokens.Where(token => !token.IsNormalized).Select(token => (token.Content, token)));
        AddedTokenMatcher normalizedTokens = new(model.AddedTokens.Where(token => token.IsNormalized)
            .Select(token => (Normalize(token.Content, model.Switches), token)));
        hasNormalizedTokens = !normalizedTokens.IsEmpty;
        scanner = new WordPieceScanner(vocabulary, model.Switches);
        aligner = new WordPieceAligner(vocabulary, model.Switches, normalizedTokens);
        contentOfId = [];
        foreach ((string piece, int id) in vocabulary.Ids)
        {
            contentOfId[id] = piece;
        }

        foreach (AddedToken token in model.AddedTokens)
        {
            contentOfId[token.Id] = token.IsNormalized ? Normalize(token.Content, model.Switches) : token.Content;
        }

        specialIds = [.. model.AddedTokens.Where(token => token.IsSpecial).Select(token => token.Id)];
        VocabularySize = (int)Math.Min(int.MaxValue, contentOfId.Keys.Max() + 1L);
    }

    internal override int VocabularySize { get; }

    internal override int PaddingId => Model.IdOf(Model.SpecialTokens.Padding) ?? 0;

    internal override int? ModelMaxLength => Model.ModelMaxLength;

    internal override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"WordPiece, {VocabularySize:N0} tokens, {(Model.Switches.LowerCase ? "lower-cased" : "cased")}");

    /// <summary>All that this tokenizer was made of.</summary>
    internal WordPieceModel Model { get; }

    /// <summary>A tokenizer over pieces in the order of their ids, with BERT's special tokens; the last of equal pieces counts, as in a vocabulary file.</summary>
    /// <exception cref="ArgumentException">A special token that BERT's template needs is no piece.</exception>
    internal static WordPieceTokenizer FromVocabulary(IReadOnlyList<string> tokens, WordPieceSwitches? switches = null)
    {
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        for (int id = 0; id < tokens.Count; id++)
        {
            ids[tokens[id]] = id;
        }

        return new WordPieceTokenizer(WordPieceModel.Create(ids, switches ?? new WordPieceSwitches()));
    }

    /// <inheritdoc/>
    internal override TokenizedText Encode(TextInput input, int maxTokens) => Encode(input, maxTokens, TruncationStrategy.LongestFirst)!;

    /// <summary>The same with a choice of which text of a pair is cut; null where cutting the first alone cannot suffice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The special tokens alone are more than <paramref name="maxTokens"/>.</exception>
    internal TokenizedText? Encode(TextInput input, int maxTokens, TruncationStrategy strategy)
    {
        bool isPair = IsPair(input);
        TemplatePiece[] template = isPair ? Model.Template.Pair : Model.Template.Single;
        int room = Room(template, maxTokens);
        WordPieceScratch scratch = Rent();
        try
        {
            scratch.Count = 0;
            Scan(input.Text, scratch, isPair ? int.MaxValue : room);
            int firstCount = scratch.Count;
            if (isPair)
            {
                Scan(input.SecondText, scratch, int.MaxValue);
            }

            int secondCount = scratch.Count - firstCount;
            (int First, int Second)? kept = isPair ? Truncation.Cut(firstCount, secondCount, room, strategy) : (Math.Min(firstCount, room), 0);
            if (kept is not (int keptFirst, int keptSecond))
            {
                return null;
            }

            int[] ids = new int[SequenceTemplate.SpecialCount(template) + keptFirst + keptSecond];
            byte[]? typeIds = template.Any(piece => piece.TypeId != 0) ? new byte[ids.Length] : null;
            int at = 0;
            foreach (TemplatePiece piece in template)
            {
                ReadOnlySpan<int> part = piece.Sequence == 0 ? scratch.Ids[..keptFirst] : scratch.Ids.Slice(firstCount, keptSecond);
                int length = piece.IsSpecial ? 1 : part.Length;
                if (piece.IsSpecial)
                {
                    ids[at] = piece.Id;
                }
                else
                {
                    part.CopyTo(ids.AsSpan(at));
                }

                typeIds?.AsSpan(at, length).Fill(piece.TypeId);
                at += length;
            }

            return new TokenizedText(ids, typeIds, keptFirst < firstCount || keptSecond < secondCount);
        }
        finally
        {
            Return(scratch);
        }
    }

    /// <summary>Tokenizes a single text into <paramref name="destination"/>, which is the length to cut at; allocates nothing once warm.</summary>
    /// <returns>How many ids were written, special tokens included.</returns>
    internal int Encode(ReadOnlySpan<char> text, Span<int> destination, out bool wasTruncated)
    {
        TemplatePiece[] template = Model.Template.Single;
        int room = Room(template, destination.Length);
        WordPieceScratch scratch = Rent();
        scratch.Count = 0;
        Scan(text, scratch, room);
        wasTruncated = scratch.Count > room;
        int at = 0;
        foreach (TemplatePiece piece in template)
        {
            if (piece.IsSpecial)
            {
                destination[at++] = piece.Id;
            }
            else
            {
                ReadOnlySpan<int> part = scratch.Ids[..Math.Min(scratch.Count, room)];
                part.CopyTo(destination[at..]);
                at += part.Length;
            }
        }

        Return(scratch);
        return at;
    }

    /// <summary>The ids of a text alone, special tokens not added.</summary>
    internal int[] EncodeWithoutSpecialTokens(string text)
    {
        WordPieceScratch scratch = Rent();
        scratch.Count = 0;
        Scan(text, scratch, int.MaxValue);
        int[] ids = scratch.Ids.ToArray();
        Return(scratch);
        return ids;
    }

    /// <summary>Tokenizes an input, uncut, with the part of the text that each token stands for. Slower than <see cref="Encode(TextInput, int)"/>.</summary>
    internal AlignedTokens EncodeWithOffsets(TextInput input)
    {
        List<(int Id, int Start, int End)>[] texts = [Align(input.Text), Align(input.SecondText ?? "")];
        List<int> ids = [];
        List<byte> typeIds = [];
        List<(int Start, int End)> offsets = [];
        foreach (TemplatePiece piece in IsPair(input) ? Model.Template.Pair : Model.Template.Single)
        {
            List<(int Id, int Start, int End)> part = piece.IsSpecial ? [(piece.Id, 0, 0)] : texts[piece.Sequence];
            ids.AddRange(part.Select(token => token.Id));
            typeIds.AddRange(Enumerable.Repeat(piece.TypeId, part.Count));
            offsets.AddRange(part.Select(token => (token.Start, token.End)));
        }

        return new AlignedTokens([.. ids], [.. typeIds], [.. offsets]);
    }

    /// <inheritdoc/>
    internal override string Decode(ReadOnlySpan<int> ids)
    {
        StringBuilder text = new();
        bool isFirst = true;
        string prefix = Model.Vocabulary.ContinuationPrefix;
        foreach (int id in ids)
        {
            if (specialIds.Contains(id) || !contentOfId.TryGetValue(id, out string? token))
            {
                continue;
            }

            if (!isFirst)
            {
                token = prefix.Length > 0 && token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
            }

            isFirst = false;
            text.Append(Model.CleansUpDecoded ? CleanUp(token) : token);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    internal override void Save(string folder, int modelMaxLength) => WordPieceSaver.Save(Model, folder, modelMaxLength);

    // An empty second text is none, as in the reference.
    private static bool IsPair(TextInput input) => !string.IsNullOrEmpty(input.SecondText);

    private static int Room(TemplatePiece[] template, int maxTokens)
    {
        int room = maxTokens - SequenceTemplate.SpecialCount(template);
        ArgumentOutOfRangeException.ThrowIfNegative(room, nameof(maxTokens));
        return room;
    }

    private static string Normalize(string content, WordPieceSwitches switches) =>
        string.Concat(NormalizedText.Create(content, 0, switches).CodePointsOfText.Select(char.ConvertFromUtf32));

    // What the reference's decoder does to each token, blanks before punctuation first.
    private static string CleanUp(string token) => token.Replace(" .", ".", StringComparison.Ordinal).Replace(" ?", "?", StringComparison.Ordinal)
        .Replace(" !", "!", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal).Replace(" ' ", "'", StringComparison.Ordinal)
        .Replace(" n't", "n't", StringComparison.Ordinal).Replace(" 'm", "'m", StringComparison.Ordinal)
        .Replace(" do not", " don't", StringComparison.Ordinal).Replace(" 's", "'s", StringComparison.Ordinal)
        .Replace(" 've", "'ve", StringComparison.Ordinal).Replace(" 're", "'re", StringComparison.Ordinal);

    private void Scan(ReadOnlySpan<char> text, WordPieceScratch scratch, int limit)
    {
        int from = 0;
        while (scratch.Count <= limit && writtenTokens.TryFind(text, from, out AddedTokenMatch match))
        {
            ScanSegment(text[from..match.Start], scratch, limit);
            scratch.Add(match.Id);
            from = match.End;
        }

        ScanSegment(text[from..], scratch, limit);
    }

    private void ScanSegment(ReadOnlySpan<char> text, WordPieceScratch scratch, int limit)
    {
        if (!hasNormalizedTokens && scanner.TryScan(text, scratch, limit))
        {
            return;
        }

        List<(int Id, int Start, int End)> tokens = [];
        aligner.Align(text, 0, tokens);
        foreach ((int id, _, _) in tokens)
        {
            scratch.Add(id);
        }
    }

    private List<(int Id, int Start, int End)> Align(string text)
    {
        List<(int Id, int Start, int End)> tokens = [];
        int from = 0;
        int origin = 0;
        while (writtenTokens.TryFind(text, from, out AddedTokenMatch match))
        {
            aligner.Align(text.AsSpan(from, match.Start - from), origin, tokens);
            int start = origin + CodePoints.Count(text.AsSpan(from, match.Start - from));
            origin = start + CodePoints.Count(text.AsSpan(match.Start, match.End - match.Start));
            tokens.Add((match.Id, start, origin));
            from = match.End;
        }

        aligner.Align(text.AsSpan(from), origin, tokens);
        return tokens;
    }

    private WordPieceScratch Rent()
    {
        for (int slot = 0; slot < pool.Length; slot++)
        {
            if (pool[slot] is not null && Interlocked.Exchange(ref pool[slot], null) is { } scratch)
            {
                return scratch;
            }
        }

        return new WordPieceScratch(scanner.MaximumWordUnits);
    }

    private void Return(WordPieceScratch scratch)
    {
        for (int slot = 0; slot < pool.Length; slot++)
        {
            if (pool[slot] is null && Interlocked.CompareExchange(ref pool[slot], scratch, null) is null)
            {
                return;
            }
        }
    }
}
