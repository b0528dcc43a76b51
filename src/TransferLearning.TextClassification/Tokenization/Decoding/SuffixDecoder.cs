namespace TransferLearning.TextClassification.Tokenization.Decoding;

/// <summary>Turns the mark of a word's end into a space, the last one into none.</summary>
internal sealed class SuffixDecoder(string suffix) : TokenDecoder
{
    internal override List<string> Decode(List<string> tokens)
    {
        List<string> decoded = [];
        for (int index = 0; index < tokens.Count && suffix.Length > 0; index++)
        {
            decoded.Add(tokens[index].Replace(suffix, index == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal));
        }

        return suffix.Length > 0 ? decoded : tokens;
    }
}
