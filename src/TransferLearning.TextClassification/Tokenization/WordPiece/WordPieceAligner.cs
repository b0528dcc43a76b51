using System.Text;
using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>Cuts a text into word pieces step by step, as the reference does, and keeps where each comes from. Immutable.</summary>
internal sealed class WordPieceAligner(WordPieceVocabulary vocabulary, WordPieceSwitches switches, AddedTokenMatcher normalizedTokens)
{
    /// <summary>Adds the tokens of a text that holds no added token as written.</summary>
    /// <param name="text">The text, or a part of one.</param>
    /// <param name="firstOrigin">The index of its first code point in the whole.</param>
    /// <param name="tokens">Takes ids and offsets in code points of the whole.</param>
    internal void Align(ReadOnlySpan<char> text, int firstOrigin, List<(int Id, int Start, int End)> tokens)
    {
        NormalizedText normalized = NormalizedText.Create(text, firstOrigin, switches);
        StringBuilder units = new();
        List<int> origins = []; // of each UTF-16 unit
        for (int index = 0; index < normalized.CodePointsOfText.Count; index++)
        {
            units.Append(char.ConvertFromUtf32(normalized.CodePointsOfText[index]));
            while (origins.Count < units.Length)
            {
                origins.Add(normalized.Origins[index]);
            }
        }

        string normalizedUnits = units.ToString();
        int from = 0;
        while (normalizedTokens.TryFind(normalizedUnits, from, out AddedTokenMatch match))
        {
            AddWords(normalizedUnits, from, match.Start, origins, tokens);
            tokens.Add((match.Id, origins[match.Start], origins[match.End - 1] + 1));
            from = match.End;
        }

        AddWords(normalizedUnits, from, normalizedUnits.Length, origins, tokens);
    }

    private void AddWords(string text, int from, int to, List<int> origins, List<(int Id, int Start, int End)> tokens)
    {
        foreach ((int start, int end) in BasicWords.Of(text, from, to))
        {
            AddWord(text, start, end, origins, tokens);
        }
    }

    private void AddWord(string text, int start, int end, List<int> origins, List<(int Id, int Start, int End)> tokens)
    {
        ReadOnlySpan<char> word = text.AsSpan(start, end - start);
        if (CodePoints.Count(word) > vocabulary.MaximumWordCharacters)
        {
            tokens.Add((vocabulary.UnknownId, origins[start], origins[end - 1] + 1));
            return;
        }

        int[] ids = new int[word.Length];
        int[] ends = new int[word.Length];
        int count = vocabulary.Tokenize(word, ids, ends);
        for (int piece = 0, pieceStart = start; piece < count; piece++)
        {
            tokens.Add((ids[piece], origins[pieceStart], origins[start + ends[piece] - 1] + 1));
            pieceStart = start + ends[piece];
        }
    }
}
