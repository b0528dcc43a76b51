using System.Globalization;
using System.Text;
using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>BERT's tokenizer: basic tokenization, then the longest pieces first. Equal to Hugging Face tokenizers 0.23.</summary>
internal sealed class WordPieceTokenizer : PieceTokenizer
{
    private readonly AddedTokenMatcher writtenTokens;
    private readonly WordPieceScanner scanner;
    private readonly WordPieceAligner aligner;
    private readonly bool hasNormalizedTokens;
    private readonly Dictionary<int, string> contentOfId;
    private readonly HashSet<int> specialIds;

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

    /// <inheritdoc/>
    protected override SequenceTemplate Template => Model.Template;

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

    private static string Normalize(string content, WordPieceSwitches switches) =>
        string.Concat(NormalizedText.Create(content, 0, switches).CodePointsOfText.Select(char.ConvertFromUtf32));

    // What the reference's decoder does to each token, blanks before punctuation first.
    private static string CleanUp(string token) => token.Replace(" .", ".", StringComparison.Ordinal).Replace(" ?", "?", StringComparison.Ordinal)
        .Replace(" !", "!", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal).Replace(" ' ", "'", StringComparison.Ordinal)
        .Replace(" n't", "n't", StringComparison.Ordinal).Replace(" 'm", "'m", StringComparison.Ordinal)
        .Replace(" do not", " don't", StringComparison.Ordinal).Replace(" 's", "'s", StringComparison.Ordinal)
        .Replace(" 've", "'ve", StringComparison.Ordinal).Replace(" 're", "'re", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override void Scan(ReadOnlySpan<char> text, TokenScratch scratch, int limit)
    {
        WordPieceScratch words = (WordPieceScratch)scratch;
        int from = 0;
        while (scratch.Count <= limit && writtenTokens.TryFind(text, from, out AddedTokenMatch match))
        {
            ScanSegment(text[from..match.Start], words, limit);
            scratch.Add(match.Id);
            from = match.End;
        }

        ScanSegment(text[from..], words, limit);
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

    /// <inheritdoc/>
    protected override List<(int Id, int Start, int End)> Align(string text)
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

    /// <inheritdoc/>
    protected override TokenScratch CreateScratch() => new WordPieceScratch(scanner.MaximumWordUnits);
}
