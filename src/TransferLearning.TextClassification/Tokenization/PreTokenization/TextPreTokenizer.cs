using TransferLearning.TextClassification.Tokenization.Normalization;

namespace TransferLearning.TextClassification.Tokenization.PreTokenization;

/// <summary>Cuts a text into the words that the model sees one by one. Immutable.</summary>
internal abstract class TextPreTokenizer
{
    /// <summary>Adds the words of a part of the text; an empty one is left out.</summary>
    internal abstract void Split(AlignedText part, List<AlignedText> words);
}
