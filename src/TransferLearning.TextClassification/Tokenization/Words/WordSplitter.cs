using System.Text;
using TransferLearning.TextClassification.Tokenization.Characters;
using TransferLearning.TextClassification.Tokenization.WordPiece;

namespace TransferLearning.TextClassification.Tokenization.Words;

/// <summary>Cuts texts into words or characters, in one pass: control characters are dropped, accents stay. Immutable.</summary>
internal sealed class WordSplitter(TextUnit unit, bool lowerCase)
{
    /// <summary>Stands for a run of whitespace between characters.</summary>
    internal const string WhitespaceToken = "▁";

    /// <summary>What lies beyond this many UTF-16 units of a word is not looked at.</summary>
    private const int MaximumWordUnits = 256;

    private readonly CharacterTable table = CharacterTable.For(new WordPieceSwitches { LowerCase = lowerCase, StripAccents = false });

    internal TextUnit Unit => unit;

    internal bool LowerCase => lowerCase;

    /// <summary>Gives every word of a text to <paramref name="found"/>, in order.</summary>
    internal void Split(ReadOnlySpan<char> text, WordAction found)
    {
        Span<int> expansion = stackalloc int[CharacterTable.MaximumExpansion];
        Pending word = new(stackalloc char[MaximumWordUnits], found, unit == TextUnit.Characters);
        int place = 0;
        for (int index = 0; index < text.Length; place++)
        {
            int codePoint = CodePoints.At(text, index, out int length);
            uint entry = table.Entries[text[index]];
            index += length;
            switch (CharacterTable.KindOf(entry))
            {
                case CharacterKind.Word:
                    word.Append((char)entry, place, isAlone: false);
                    break;
                case CharacterKind.Alone:
                    word.Append((char)entry, place, isAlone: true);
                    break;
                case CharacterKind.Space:
                    word.Space(place);
                    break;
                case CharacterKind.Complex:
                    int count = table.Expand(codePoint, expansion, out bool isAlone, out _);
                    foreach (int part in expansion[..count])
                    {
                        AppendPart(ref word, part, place, isAlone);
                    }

                    break;
            }
        }

        word.Flush();
    }

    private static void AppendPart(ref Pending word, int codePoint, int place, bool isAlone)
    {
        CharacterTraits traits = CharacterData.Traits(codePoint);
        if ((traits & CharacterTraits.Whitespace) != 0)
        {
            word.Space(place);
            return;
        }

        word.Append(codePoint, place, isAlone || (traits & CharacterTraits.Punctuation) != 0);
    }

    /// <summary>The word that is being read.</summary>
    private ref struct Pending(Span<char> units, WordAction found, bool everyCharacter)
    {
        private readonly Span<char> units = units;
        private int length;
        private int start;
        private int end;
        private int spaceStart = -1;
        private bool hasWords;

        internal void Append(int codePoint, int place, bool isAlone)
        {
            if (isAlone || everyCharacter)
            {
                Flush();
                GiveSpace(place);
            }

            if (length == 0)
            {
                start = place;
            }

            end = place + 1;
            Rune rune = Rune.IsValid(codePoint) ? new Rune(codePoint) : Rune.ReplacementChar;
            length += rune.TryEncodeToUtf16(units[length..], out int written) ? written : 0;
            if (isAlone || everyCharacter)
            {
                Flush();
            }
        }

        internal void Space(int place)
        {
            Flush();
            if (everyCharacter && hasWords && spaceStart < 0)
            {
                spaceStart = place;
            }
        }

        internal void Flush()
        {
            if (length > 0)
            {
                found(units[..length], start, end);
                length = 0;
                hasWords = true;
            }
        }

        private void GiveSpace(int place)
        {
            if (spaceStart >= 0)
            {
                found(WhitespaceToken, spaceStart, place);
                spaceStart = -1;
            }
        }
    }
}
