using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>Where the words of a normalized text stand: between whitespace, a punctuation character each a word of its own.</summary>
internal static class BasicWords
{
    /// <summary>The words in a part of a text, in UTF-16 units.</summary>
    internal static IEnumerable<(int Start, int End)> Of(string text, int from, int to)
    {
        int wordStart = from;
        for (int index = from; index < to;)
        {
            CharacterTraits traits = CharacterData.Traits(CodePoints.At(text, index, out int length));
            if ((traits & (CharacterTraits.Whitespace | CharacterTraits.Punctuation)) != 0)
            {
                if (index > wordStart)
                {
                    yield return (wordStart, index);
                }

                wordStart = index + length;
                if ((traits & CharacterTraits.Whitespace) == 0)
                {
                    yield return (index, wordStart);
                }
            }

            index += length;
        }

        if (to > wordStart)
        {
            yield return (wordStart, to);
        }
    }
}
