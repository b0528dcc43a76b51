namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Turns texts into token ids as a pretrained encoder saw them. Immutable and safe for use from many threads.</summary>
internal abstract class TextTokenizer
{
    /// <summary>One more than the largest token id.</summary>
    internal abstract int VocabularySize { get; }

    /// <summary>How many rows an encoder's tables of tokens and of token types need.</summary>
    internal virtual (long Tokens, int Types) Rows => (VocabularySize, 1);

    /// <summary>The id that fills padding; 0 where the vocabulary has no padding token.</summary>
    internal abstract int PaddingId { get; }

    /// <summary>The tokenizer's own length limit in tokens (<c>model_max_length</c>), or null where it has none.</summary>
    internal abstract int? ModelMaxLength { get; }

    /// <summary>The special tokens of a text, or of a pair, and one token of each text: a shorter cut leaves nothing of them.</summary>
    internal virtual int FewestTokens(bool isPair) => isPair ? 2 : 1;

    /// <summary>A description for people, for example <c>WordPiece, 30,522 tokens, lower-cased</c>.</summary>
    internal abstract string Description { get; }

    /// <summary>Tokenizes an input, special tokens included. Never throws for any text, lone surrogates and NUL among them.</summary>
    /// <param name="input">A text, or a pair; a pair is cut longest first.</param>
    /// <param name="maxTokens">The length to cut at, special tokens included.</param>
    internal abstract TokenizedText Encode(TextInput input, int maxTokens);

    /// <summary>The text of token ids, special tokens left out.</summary>
    internal abstract string Decode(ReadOnlySpan<int> ids);

    /// <summary>Writes the files from which this tokenizer is read again into <paramref name="folder"/>.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="modelMaxLength">The length to write as <c>model_max_length</c> into <c>tokenizer_config.json</c>.</param>
    internal abstract void Save(string folder, int modelMaxLength);
}
