namespace TransferLearning.TextClassification.Tokenization.Words;

/// <summary>Which words of the training texts become known.</summary>
/// <param name="MinimumCount">Words that occur less often are unknown.</param>
/// <param name="MaximumSize">The most tokens, special ones included; the rarest words are left out.</param>
/// <param name="UnknownBuckets">How many ids unknown words share.</param>
internal readonly record struct WordVocabularyLimits(int MinimumCount, int MaximumSize, int UnknownBuckets);
