namespace TransferLearning.TextClassification.Tokenization.Words;

/// <summary>Takes a word of a text.</summary>
/// <param name="word">The word, normalized; valid during the call.</param>
/// <param name="start">The index of its first code point in the text.</param>
/// <param name="end">The index after its last code point.</param>
internal delegate void WordAction(ReadOnlySpan<char> word, int start, int end);
