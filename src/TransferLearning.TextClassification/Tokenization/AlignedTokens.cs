namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Tokens with the part of the text that each stands for.</summary>
/// <param name="Ids">Token ids, <c>[tokens]</c>.</param>
/// <param name="TypeIds">Token type ids, <c>[tokens]</c>.</param>
/// <param name="Offsets">First Unicode code point and the one after the last, <c>[tokens]</c>; special tokens have (0, 0).</param>
internal sealed record AlignedTokens(int[] Ids, byte[] TypeIds, (int Start, int End)[] Offsets);
