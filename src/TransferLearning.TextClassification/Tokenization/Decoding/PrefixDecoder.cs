namespace TransferLearning.TextClassification.Tokenization.Decoding;

/// <summary>WordPiece's: a space before each token but the first and those that continue a word.</summary>
internal sealed class PrefixDecoder(string prefix) : TokenDecoder
{
    internal override List<string> Decode(List<string> tokens)
    {
        List<string> decoded = [];
        foreach (string token in tokens)
        {
            bool continues = prefix.Length > 0 && token.StartsWith(prefix, StringComparison.Ordinal);
            decoded.Add(decoded.Count == 0 ? token : continues ? token[prefix.Length..] : " " + token);
        }

        return decoded;
    }
}
