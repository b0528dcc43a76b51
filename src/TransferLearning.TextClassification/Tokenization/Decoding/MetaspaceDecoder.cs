using TransferLearning.TextClassification.Tokenization.PreTokenization;

namespace TransferLearning.TextClassification.Tokenization.Decoding;

/// <summary>Turns the mark of a word's beginning into a space, those of the first token into none.</summary>
internal sealed class MetaspaceDecoder(int mark, PrependScheme scheme) : TokenDecoder
{
    private readonly string markText = char.ConvertFromUtf32(mark);

    internal override List<string> Decode(List<string> tokens)
    {
        List<string> decoded = [];
        foreach (string token in tokens)
        {
            bool isFirst = decoded.Count == 0 && scheme != PrependScheme.Never;
            decoded.Add(token.Replace(markText, isFirst ? "" : " ", StringComparison.Ordinal));
        }

        return decoded;
    }
}
