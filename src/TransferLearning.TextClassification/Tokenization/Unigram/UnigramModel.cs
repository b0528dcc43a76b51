using System.Globalization;
using System.Text;
using TransferLearning.TextClassification.Tokenization.Subword;

namespace TransferLearning.TextClassification.Tokenization.Unigram;

/// <summary>A unigram language model: of all ways to cut a word the most probable one. Immutable.</summary>
internal sealed class UnigramModel : SubwordModel
{
    private readonly Dictionary<string, int> ids;
    private readonly PieceTrie trie;
    private readonly double[] scoreOfId;
    private readonly int[]? byteIds;
    private readonly int unknownId;
    private readonly double unknownScore;
    private readonly bool isSinglePrecision;

    /// <param name="ids">Every piece with its id, those among them that are never found in text.</param>
    /// <param name="pieces">The pieces that are found in text; the last of equal ones counts.</param>
    /// <param name="unknownId">What a character without a piece becomes.</param>
    /// <param name="lowestScore">The lowest score; an unknown character's is 10 less.</param>
    /// <param name="fallsBackToBytes">Whether an unknown character becomes the pieces of its bytes.</param>
    /// <param name="isSinglePrecision">Whether sums are rounded as SentencePiece rounds them, rather than as Hugging Face tokenizers does.</param>
    internal UnigramModel(
        Dictionary<string, int> ids, IReadOnlyList<UnigramPiece> pieces, int unknownId, double lowestScore, bool fallsBackToBytes, bool isSinglePrecision)
    {
        this.ids = ids;
        this.unknownId = unknownId;
        this.isSinglePrecision = isSinglePrecision;
        unknownScore = Rounded(lowestScore - 10);
        Dictionary<string, int> found = new(StringComparer.Ordinal);
        scoreOfId = new double[pieces.Max(piece => piece.Id) + 1];
        foreach (UnigramPiece piece in pieces.Where(piece => piece.Content.Length > 0))
        {
            found[piece.Content] = piece.Id;
            scoreOfId[piece.Id] = piece.Score;
        }

        trie = new PieceTrie(found.Select(piece => (Encoding.UTF8.GetBytes(piece.Key), piece.Value)));
        if (fallsBackToBytes)
        {
            byteIds = [.. Enumerable.Range(0, 256).Select(value => ids.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), -1))];
        }
    }

    internal override string Name => "SentencePiece unigram";

    internal override IReadOnlyDictionary<string, int> Ids => ids;

    /// <inheritdoc/>
    internal override void Tokenize(ReadOnlySpan<byte> word, SubwordScratch scratch)
    {
        scratch.Paths(word.Length + 1, out Span<double> scores, out Span<int> origins, out Span<int> pathIds);
        FindPaths(word, scores, origins, pathIds);
        scratch.Symbols(word.Length, out Span<int> pieces, out Span<int> lengths, out _);
        int count = 0;
        for (int end = word.Length; end > 0; end = origins[end])
        {
            (pieces[count], lengths[count++]) = (pathIds[end], end - origins[end]);
        }

        for (int start = 0; count > 0;)
        {
            int id = pieces[--count];
            int length = lengths[count];
            if (id != unknownId)
            {
                scratch.AddPiece(id, length);
            }
            else
            {
                int single = length;
                while (count > 0 && pieces[count - 1] == unknownId)
                {
                    length += lengths[--count];
                }

                AddUnknown(word.Slice(start, length), length > single, scratch);
            }

            start += length;
        }
    }

    private void FindPaths(ReadOnlySpan<byte> word, Span<double> scores, Span<int> origins, Span<int> pathIds)
    {
        origins.Fill(-1);
        scores[0] = 0;
        for (int start = 0; start < word.Length;)
        {
            double score = scores[start];
            int characterLength = Math.Min(LengthOfCharacter(word[start]), word.Length - start);
            bool hasSingle = false;
            int node = PieceTrie.Root;
            for (int end = start; end < word.Length;)
            {
                node = trie.Next(node, word[end++]);
                if (node < 0)
                {
                    break;
                }

                int id = trie.ValueAt(node);
                if (id >= 0)
                {
                    Offer(start, end, score + scoreOfId[id], id, scores, origins, pathIds);
                    hasSingle |= end - start == characterLength;
                }
            }

            if (!hasSingle)
            {
                Offer(start, start + characterLength, score + unknownScore, unknownId, scores, origins, pathIds);
            }

            start += characterLength;
        }
    }

    private void Offer(int start, int end, double score, int id, Span<double> scores, Span<int> origins, Span<int> pathIds)
    {
        score = Rounded(score);
        if (origins[end] < 0 || score > scores[end])
        {
            (scores[end], origins[end], pathIds[end]) = (score, start, id);
        }
    }

    // Unknown characters side by side are one, which may be a piece itself.
    private void AddUnknown(ReadOnlySpan<byte> text, bool areSeveral, SubwordScratch scratch)
    {
        int whole = areSeveral && !isSinglePrecision ? trie.Find(text) : -1;
        if (whole < 0 && byteIds is not null && HaveBytes(text))
        {
            foreach (byte value in text)
            {
                scratch.AddPart(byteIds[value], text.Length);
            }

            scratch.Skip(text.Length);
            return;
        }

        scratch.AddPiece(whole < 0 ? unknownId : whole, text.Length);
    }

    private bool HaveBytes(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            if (byteIds![value] < 0)
            {
                return false;
            }
        }

        return true;
    }

    private double Rounded(double sum) => isSinglePrecision ? (float)sum : sum;

    private static int LengthOfCharacter(byte first) => first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}
