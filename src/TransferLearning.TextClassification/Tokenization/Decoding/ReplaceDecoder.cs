namespace TransferLearning.TextClassification.Tokenization.Decoding;

/// <summary>Replaces a string in each token.</summary>
internal sealed class ReplaceDecoder(string searched, string content) : TokenDecoder
{
    internal override List<string> Decode(List<string> tokens) =>
        searched.Length == 0 ? tokens : tokens.ConvertAll(token => token.Replace(searched, content, StringComparison.Ordinal));
}
