namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>All that a WordPiece tokenizer is made of, and all that is saved of it.</summary>
internal sealed record WordPieceModel
{
    /// <summary>The pieces.</summary>
    internal required WordPieceVocabulary Vocabulary { get; init; }

    /// <summary>How texts are treated before.</summary>
    internal required WordPieceSwitches Switches { get; init; }

    /// <summary>Tokens that are found in the text itself.</summary>
    internal required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>Where special tokens stand.</summary>
    internal required SequenceTemplate Template { get; init; }

    /// <summary>The special tokens' contents.</summary>
    internal SpecialTokens SpecialTokens { get; init; } = new();

    /// <summary>The length limit, or null.</summary>
    internal int? ModelMaxLength { get; init; }

    /// <summary>Whether decoding removes blanks before punctuation; default true.</summary>
    internal bool CleansUpDecoded { get; init; } = true;

    /// <summary>The name of the class that reads it in Hugging Face transformers.</summary>
    internal string TokenizerClass { get; init; } = "BertTokenizer";

    /// <summary>A model of pieces alone: BERT's template, and the special tokens among the pieces found in text.</summary>
    /// <exception cref="ArgumentException">A special token that the template needs is no piece.</exception>
    internal static WordPieceModel Create(Dictionary<string, int> ids, WordPieceSwitches switches, SpecialTokens? specialTokens = null)
    {
        specialTokens ??= new SpecialTokens();
        foreach (string needed in new[] { specialTokens.Unknown, specialTokens.Classification, specialTokens.Separator })
        {
            if (!ids.ContainsKey(needed))
            {
                throw new ArgumentException($"The vocabulary has no '{needed}'.", nameof(ids));
            }
        }

        return new WordPieceModel
        {
            Vocabulary = new WordPieceVocabulary(ids, specialTokens.Unknown),
            Switches = switches,
            SpecialTokens = specialTokens,
            AddedTokens = [.. specialTokens.All.Distinct().Where(ids.ContainsKey).Select(content => new AddedToken(content, ids[content]) { IsSpecial = true })],
            Template = SequenceTemplate.Bert(ids[specialTokens.Classification], ids[specialTokens.Separator]),
        };
    }

    /// <summary>The id of a token, added or of the vocabulary; null where there is none.</summary>
    internal int? IdOf(string content)
    {
        foreach (AddedToken token in AddedTokens)
        {
            if (token.Content == content)
            {
                return token.Id;
            }
        }

        return Vocabulary.Ids.TryGetValue(content, out int id) ? id : null;
    }

    /// <summary>The content of a token; its number where nothing has that id.</summary>
    internal string ContentOf(int id) => AddedTokens.FirstOrDefault(token => token.Id == id)?.Content
        ?? Vocabulary.Ids.FirstOrDefault(piece => piece.Value == id).Key
        ?? id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
