namespace TransferLearning.TextClassification.Tokenization.Decoding;

/// <summary>Takes a character, up to some times, from the ends of each token.</summary>
internal sealed class StripDecoder(char content, int left, int right) : TokenDecoder
{
    internal override List<string> Decode(List<string> tokens) => tokens.ConvertAll(token =>
    {
        int start = 0;
        while (start < left && start < token.Length && token[start] == content)
        {
            start++;
        }

        int end = token.Length;
        while (token.Length - end < right && end > start && token[end - 1] == content)
        {
            end--;
        }

        return token[start..end];
    });
}
