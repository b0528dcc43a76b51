namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>What a family's <c>vocab.txt</c> leaves unsaid.</summary>
/// <param name="Names">The starts of the names of the classes that read it in Hugging Face transformers.</param>
/// <param name="ModelTypes">What <c>model_type</c> the family's <c>config.json</c> has.</param>
internal sealed record WordPieceLayout(IReadOnlyList<string> Names, IReadOnlyList<string> ModelTypes)
{
    /// <summary>BERT's, which its kin share.</summary>
    internal static WordPieceLayout Bert { get; } = new(
        [
            "Bert", "DistilBert", "Electra", "MobileBert", "ConvBert", "SqueezeBert", "LayoutLM", "Lxmert", "RetriBert", "Realm", "DPRQuestionEncoder", "DPRContextEncoder",
        ],
        ["bert", "distilbert", "electra", "mobilebert", "convbert", "squeezebert", "layoutlm", "lxmert", "retribert", "realm", "dpr"])
    {
        SpecialTokens = new(),
        Template = SequenceTemplate.Bert,
    };

    /// <summary>The layouts that are known.</summary>
    internal static IReadOnlyList<WordPieceLayout> All { get; } =
    [
        Bert,
        new(["MPNet"], ["mpnet"])
        {
            SpecialTokens = new() { Separator = "</s>", Padding = "<pad>", Classification = "<s>", Mask = "<mask>" },
            Template = SequenceTemplate.Roberta,
            MaskStripsLeft = true,
        },
        new(["Funnel"], ["funnel"])
        {
            SpecialTokens = new() { Unknown = "<unk>", Separator = "<sep>", Padding = "<pad>", Classification = "<cls>", Mask = "<mask>" },
            Template = SequenceTemplate.Funnel,
        },
    ];

    /// <summary>The special tokens where the files name no others.</summary>
    public required SpecialTokens SpecialTokens { get; init; }

    /// <summary>Makes the template of a first and a separating token.</summary>
    public required Func<int, int, SequenceTemplate> Template { get; init; }

    /// <summary>Whether the mask takes the whitespace before it; default false.</summary>
    public bool MaskStripsLeft { get; init; }
}
