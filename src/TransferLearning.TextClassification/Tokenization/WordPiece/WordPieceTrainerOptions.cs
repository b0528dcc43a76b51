namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>How a WordPiece vocabulary is learnt.</summary>
internal sealed record WordPieceTrainerOptions
{
    /// <summary>How many pieces are learnt, special tokens and single characters among them; default 30,000.</summary>
    public int VocabularySize { get; init; } = 30_000;

    /// <summary>The fewest times that two pieces must stand side by side to become one; default 2.</summary>
    public int MinimumFrequency { get; init; } = 2;

    /// <summary>The most different characters that are kept, the most frequent; null, the default, keeps all.</summary>
    public int? MaximumAlphabet { get; init; }

    /// <summary>How texts are treated before; default BERT's uncased treatment.</summary>
    public WordPieceSwitches Switches { get; init; } = new();

    /// <summary>The tokens that come first; default <c>[PAD] [UNK] [CLS] [SEP] [MASK]</c>.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
}
