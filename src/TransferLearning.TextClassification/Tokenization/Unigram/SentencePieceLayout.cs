namespace TransferLearning.TextClassification.Tokenization.Unigram;

/// <summary>How a family numbers the pieces of its SentencePiece model, and its special tokens.</summary>
/// <param name="Name">The start of the name of the class that reads it in Hugging Face transformers.</param>
/// <param name="ModelTypes">What <c>model_type</c> the family's <c>config.json</c> has.</param>
internal sealed record SentencePieceLayout(string Name, IReadOnlyList<string> ModelTypes)
{
    /// <summary>The layouts that are known.</summary>
    internal static IReadOnlyList<SentencePieceLayout> All { get; } =
    [
        new("XLMRoberta", ["xlm-roberta", "xlm-roberta-xl"])
        {
            SpecialTokens = [.. Common, ("cls_token", "<s>"), ("sep_token", "</s>"), ("mask_token", "<mask>")],
            Offset = 1,
            FixedIds = [("<s>", 0), ("<pad>", 1), ("</s>", 2), ("<unk>", 3)],
            Template = SequenceTemplate.Roberta,
            MaskStripsLeft = true,
        },
        new("Camembert", ["camembert"])
        {
            SpecialTokens = [.. Common, ("cls_token", "<s>"), ("sep_token", "</s>"), ("mask_token", "<mask>")],
            Offset = 4,
            FixedIds = [("<s>NOTUSED", 0), ("<pad>", 1), ("</s>NOTUSED", 2), ("<unk>", 3), ("<unk>NOTUSED", 4)],
            Template = SequenceTemplate.Roberta,
            MaskStripsLeft = true,
        },
        new("Albert", ["albert"])
        {
            SpecialTokens = [("unk_token", "<unk>"), ("pad_token", "<pad>"), ("cls_token", "[CLS]"), ("sep_token", "[SEP]"), ("mask_token", "[MASK]")],
            Template = SequenceTemplate.Bert,
            MaskStripsLeft = true,
            RewritesQuotes = true,
            UsuallyLowerCases = true,
            AvoidsNumbersWithCommas = true,
        },
        new("DebertaV2", ["deberta-v2"])
        {
            SpecialTokens = [("unk_token", "[UNK]"), ("pad_token", "[PAD]"), ("cls_token", "[CLS]"), ("sep_token", "[SEP]"), ("mask_token", "[MASK]")],
            Template = SequenceTemplate.Bert,
            IsConverted = true,
        },
    ];

    /// <summary>The special tokens where <c>tokenizer_config.json</c> names no others.</summary>
    public required IReadOnlyList<(string Name, string Content)> SpecialTokens { get; init; }

    /// <summary>How much larger a piece's id is than its number in the model; default 0.</summary>
    public int Offset { get; init; }

    /// <summary>Tokens with ids that the model does not give them; default none.</summary>
    public IReadOnlyList<(string Content, int Id)> FixedIds { get; init; } = [];

    /// <summary>Makes the template of a first and a separating token.</summary>
    public required Func<int, int, SequenceTemplate> Template { get; init; }

    /// <summary>
    /// Whether the family's reference converts the model to the parts of a <c>tokenizer.json</c> (whitespace is stripped before characters are mapped, sums are exact);
    /// default false: SentencePiece's own ways.
    /// </summary>
    public bool IsConverted { get; init; }

    /// <summary>Whether the mask takes the whitespace before it; default false.</summary>
    public bool MaskStripsLeft { get; init; }

    /// <summary>Whether TeX's quotes become <c>"</c> and accents are dropped unless <c>keep_accents</c> says otherwise; default false.</summary>
    public bool RewritesQuotes { get; init; }

    /// <summary>Whether texts are lower-cased where <c>do_lower_case</c> does not say; default false.</summary>
    public bool UsuallyLowerCases { get; init; }

    /// <summary>Whether pieces that end in a digit and a comma are taken only where nothing else fits, so that the comma is a piece of its own; default false.</summary>
    public bool AvoidsNumbersWithCommas { get; init; }

    private static (string, string)[] Common => [("bos_token", "<s>"), ("eos_token", "</s>"), ("unk_token", "<unk>"), ("pad_token", "<pad>")];
}
