using TransferLearning.TextClassification.Tokenization.Decoding;
using TransferLearning.TextClassification.Tokenization.Normalization;
using TransferLearning.TextClassification.Tokenization.PreTokenization;

namespace TransferLearning.TextClassification.Tokenization.Subword;

/// <summary>All that a subword tokenizer is made of.</summary>
internal sealed record SubwordDefinition
{
    /// <summary>What cuts words into pieces.</summary>
    internal required SubwordModel Model { get; init; }

    /// <summary>What changes a text before; null for nothing.</summary>
    internal TextNormalizer? Normalizer { get; init; }

    /// <summary>What cuts a text into words; null where the text is one.</summary>
    internal TextPreTokenizer? PreTokenizer { get; init; }

    /// <summary>A fast way through some texts, or null.</summary>
    internal SubwordScanner? Scanner { get; init; }

    /// <summary>Tokens that are found in the text itself.</summary>
    internal required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>Where special tokens stand.</summary>
    internal required SequenceTemplate Template { get; init; }

    /// <summary>What is done to offsets.</summary>
    internal OffsetTrimming Trimming { get; init; }

    /// <summary>What turns tokens into text again; none joins them with spaces.</summary>
    internal IReadOnlyList<TokenDecoder> Decoders { get; init; } = [];

    /// <summary>The padding token; null where none is stated.</summary>
    internal string? PaddingToken { get; init; }

    /// <summary>The length limit, or null.</summary>
    internal int? ModelMaxLength { get; init; }

    /// <summary>The files that it was read from, which are saved again.</summary>
    internal required TokenizerFiles Files { get; init; }
}
