using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>BERT's normalization, for the tokenizers that have it beside other parts than BERT's.</summary>
internal sealed class BertTextNormalizer(bool cleansText, bool setsIdeographsOff, bool stripsAccents, bool lowerCases) : TextNormalizer
{
    private static readonly UnicodeNormalizer Decomposition = new(UnicodeForm.Nfd);

    internal override bool IsLocal => false;

    internal override void Apply(AlignedText text)
    {
        if (cleansText)
        {
            text.Filter(codePoint => (CharacterData.Traits(codePoint) & CharacterTraits.Removed) == 0);
            text.Map(codePoint => (CharacterData.Traits(codePoint) & CharacterTraits.Whitespace) != 0 ? ' ' : codePoint);
        }

        if (setsIdeographsOff)
        {
            text.Expand((codePoint, destination) =>
            {
                bool isIdeograph = (CharacterData.Traits(codePoint) & CharacterTraits.Ideograph) != 0;
                (destination[0], destination[1], destination[2]) = isIdeograph ? (' ', codePoint, ' ') : (codePoint, 0, 0);
                return isIdeograph ? 3 : 1;
            });
        }

        if (stripsAccents)
        {
            Decomposition.Apply(text);
            text.Filter(codePoint => (CharacterData.Traits(codePoint) & CharacterTraits.NonspacingMark) == 0);
        }

        if (lowerCases)
        {
            text.Expand(CharacterData.Lower);
        }
    }
}
