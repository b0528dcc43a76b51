namespace TransferLearning.TextClassification;

/// <summary>What a token of a learnt vocabulary is.</summary>
public enum TextUnit
{
    /// <summary>A word: what stands between whitespace, each punctuation character and each Chinese character a word of its own.</summary>
    Words,

    /// <summary>A character, for languages that write no spaces between words; a run of whitespace is one character.</summary>
    Characters,
}
