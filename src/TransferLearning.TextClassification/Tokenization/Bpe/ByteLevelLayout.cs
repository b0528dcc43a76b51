namespace TransferLearning.TextClassification.Tokenization.Bpe;

/// <summary>What a family's <c>vocab.json</c> and <c>merges.txt</c> leave unsaid.</summary>
/// <param name="Name">The start of the name of the class that reads it in Hugging Face transformers.</param>
/// <param name="ModelTypes">What <c>model_type</c> the family's <c>config.json</c> has.</param>
internal sealed record ByteLevelLayout(string Name, IReadOnlyList<string> ModelTypes)
{
    /// <summary>The layouts that are known.</summary>
    internal static IReadOnlyList<ByteLevelLayout> All { get; } =
    [
        new("GPT2", ["gpt2", "gpt_neo"]) { SpecialTokens = [("bos_token", "<|endoftext|>"), ("eos_token", "<|endoftext|>"), ("unk_token", "<|endoftext|>")] },
        new("Roberta", ["roberta", "longformer", "roberta-prelayernorm", "data2vec-text"])
        {
            SpecialTokens = RobertaTokens,
            MaskStripsLeft = true,
            Trimming = Subword.OffsetTrimming.Trimmed,
            Template = SequenceTemplate.Roberta,
        },
        new("Longformer", []) { SpecialTokens = RobertaTokens, MaskStripsLeft = true, Trimming = Subword.OffsetTrimming.Trimmed, Template = SequenceTemplate.Roberta },
        new("Bart", ["bart"]) { SpecialTokens = RobertaTokens, MaskStripsLeft = true, Trimming = Subword.OffsetTrimming.Trimmed, Template = SequenceTemplate.Roberta },
    ];

    /// <summary>The special tokens where <c>tokenizer_config.json</c> names no others.</summary>
    public required IReadOnlyList<(string Name, string Content)> SpecialTokens { get; init; }

    /// <summary>Whether the mask takes the whitespace before it; default false.</summary>
    public bool MaskStripsLeft { get; init; }

    /// <summary>What is done to offsets; default nothing.</summary>
    public Subword.OffsetTrimming Trimming { get; init; }

    /// <summary>Makes the template of a first and a separating token; null, the default, for the texts alone.</summary>
    public Func<int, int, SequenceTemplate>? Template { get; init; }

    private static (string, string)[] RobertaTokens =>
    [
        ("bos_token", "<s>"), ("eos_token", "</s>"), ("sep_token", "</s>"), ("cls_token", "<s>"), ("unk_token", "<unk>"), ("pad_token", "<pad>"), ("mask_token", "<mask>"),
    ];
}
