namespace TransferLearning.TextClassification.Tokenization.Decoding;

/// <summary>A step from tokens to text. Immutable.</summary>
internal abstract class TokenDecoder
{
    /// <summary>The parts of the text so far.</summary>
    internal abstract List<string> Decode(List<string> tokens);
}
