namespace TransferLearning.TextClassification.Tokenization;

/// <summary>A tokenizer that cuts texts into pieces and puts special tokens around them by a template: what all kinds of pieces share.</summary>
internal abstract class PieceTokenizer : TextTokenizer
{
    private readonly TokenScratch?[] pool = new TokenScratch?[Math.Max(4, Environment.ProcessorCount)];

    /// <summary>Where special tokens stand.</summary>
    protected abstract SequenceTemplate Template { get; }

    /// <inheritdoc/>
    internal sealed override (long Tokens, int Types) Rows
    {
        get
        {
            TemplatePiece[] pieces = [.. Template.Single, .. Template.Pair];
            long largest = pieces.Where(piece => piece.IsSpecial).Select(piece => (long)piece.Id).DefaultIfEmpty().Max();
            return (Math.Max(VocabularySize, largest + 1), pieces.Select(piece => piece.TypeId + 1).DefaultIfEmpty(1).Max());
        }
    }

    /// <inheritdoc/>
    internal sealed override int FewestTokens(bool isPair) => base.FewestTokens(isPair) + SequenceTemplate.SpecialCount(isPair ? Template.Pair : Template.Single);

    /// <inheritdoc/>
    internal sealed override TokenizedText Encode(TextInput input, int maxTokens) => Encode(input, maxTokens, TruncationStrategy.LongestFirst)!;

    /// <summary>The same with a choice of which text of a pair is cut; null where cutting the first alone cannot suffice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The special tokens alone are more than <paramref name="maxTokens"/>.</exception>
    internal TokenizedText? Encode(TextInput input, int maxTokens, TruncationStrategy strategy)
    {
        bool isPair = IsPair(input);
        TemplatePiece[] template = isPair ? Template.Pair : Template.Single;
        int room = Room(template, maxTokens);
        TokenScratch scratch = Rent();
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
            if (ids.Length == 0)
            {
                return new TokenizedText([PaddingId], null, scratch.Count > 0); // an encoder needs a token
            }

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
        TemplatePiece[] template = Template.Single;
        int room = Room(template, destination.Length);
        TokenScratch scratch = Rent();
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
        TokenScratch scratch = Rent();
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
        foreach (TemplatePiece piece in IsPair(input) ? Template.Pair : Template.Single)
        {
            List<(int Id, int Start, int End)> part = piece.IsSpecial ? [(piece.Id, 0, 0)] : texts[piece.Sequence];
            ids.AddRange(part.Select(token => token.Id));
            typeIds.AddRange(Enumerable.Repeat(piece.TypeId, part.Count));
            offsets.AddRange(part.Select(token => (token.Start, token.End)));
        }

        return new AlignedTokens([.. ids], [.. typeIds], [.. offsets]);
    }

    /// <summary>Adds the ids of a text to <paramref name="scratch"/>; may stop early once it holds more than <paramref name="limit"/>.</summary>
    protected abstract void Scan(ReadOnlySpan<char> text, TokenScratch scratch, int limit);

    /// <summary>The tokens of a text with the code points that each stands for, step by step.</summary>
    protected abstract List<(int Id, int Start, int End)> Align(string text);

    /// <summary>What one thread needs for <see cref="Scan"/>.</summary>
    protected abstract TokenScratch CreateScratch();

    // An empty second text is none, as in the reference.
    private static bool IsPair(TextInput input) => !string.IsNullOrEmpty(input.SecondText);

    private static int Room(TemplatePiece[] template, int maxTokens)
    {
        int room = maxTokens - SequenceTemplate.SpecialCount(template);
        ArgumentOutOfRangeException.ThrowIfNegative(room, nameof(maxTokens));
        return room;
    }

    private TokenScratch Rent()
    {
        for (int slot = 0; slot < pool.Length; slot++)
        {
            if (pool[slot] is not null && Interlocked.Exchange(ref pool[slot], null) is { } scratch)
            {
                return scratch;
            }
        }

        return CreateScratch();
    }

    private void Return(TokenScratch scratch)
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
