namespace TransferLearning.TextClassification.Tokenization;

/// <summary>The tokens of one input, special tokens included, cut to a length.</summary>
/// <param name="Ids">Token ids, <c>[tokens]</c>; at least one.</param>
/// <param name="TypeIds">Token type ids, <c>[tokens]</c> (0 for the first text, 1 for the second), or null where all are 0.</param>
/// <param name="WasTruncated">Whether tokens were cut off.</param>
internal sealed record TokenizedText(int[] Ids, byte[]? TypeIds, bool WasTruncated);
