namespace TransferLearning.TextClassification.Tokenization.Decoding;

/// <summary>Joins all tokens to one.</summary>
internal sealed class FuseDecoder : TokenDecoder
{
    internal override List<string> Decode(List<string> tokens) => [string.Concat(tokens)];
}
