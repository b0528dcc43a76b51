using System.Collections.Concurrent;
using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.WordPiece;

/// <summary>The fate of every UTF-16 unit under one set of switches; built once for each set and shared.</summary>
internal sealed class CharacterTable
{
    /// <summary>The most code points that one becomes.</summary>
    internal const int MaximumExpansion = 16;

    private static readonly ConcurrentDictionary<(bool, bool, bool, bool), CharacterTable> Tables = new();

    private readonly WordPieceSwitches switches;
    private readonly uint[] entries = new uint[char.MaxValue + 1];
    private readonly byte[] asciiWord = new byte[128];

    private CharacterTable(WordPieceSwitches switches)
    {
        this.switches = switches;
        Span<int> expansion = stackalloc int[MaximumExpansion];
        for (int unit = 0; unit <= char.MaxValue; unit++)
        {
            entries[unit] = MakeEntry((char)unit, expansion);
        }

        for (int unit = 0; unit < asciiWord.Length; unit++)
        {
            uint entry = entries[unit];
            asciiWord[unit] = KindOf(entry) == CharacterKind.Word && (char)entry != 0 ? (byte)entry : (byte)0;
        }
    }

    /// <summary>For each ASCII unit what it becomes inside a word, or 0 where it is no part of one.</summary>
    internal ReadOnlySpan<byte> AsciiWord => asciiWord;

    /// <summary>The entry of each UTF-16 unit: the unit that it becomes, and above it its <see cref="CharacterKind"/>.</summary>
    internal ReadOnlySpan<uint> Entries => entries;

    internal static CharacterTable For(WordPieceSwitches switches)
    {
        (bool, bool, bool, bool) key = (switches.CleanText, switches.TokenizeChineseCharacters, switches.StripsAccents, switches.LowerCase);
        return Tables.GetOrAdd(key, static (_, given) => new CharacterTable(given), switches);
    }

    internal static CharacterKind KindOf(uint entry) => (CharacterKind)(entry >> 16);

    /// <summary>What a code point becomes. Its own order among its neighbours is not looked at: see <paramref name="needsOrdering"/>.</summary>
    /// <param name="codePoint">The code point.</param>
    /// <param name="destination">At least <see cref="MaximumExpansion"/> places.</param>
    /// <param name="isAlone">Whether spaces stand around it.</param>
    /// <param name="needsOrdering">Whether a combining mark survives, whose place among its neighbours decomposition decides.</param>
    internal int Expand(int codePoint, Span<int> destination, out bool isAlone, out bool needsOrdering)
    {
        isAlone = false;
        needsOrdering = false;
        CharacterTraits traits = CharacterData.Traits(codePoint);
        if (switches.CleanText)
        {
            if ((traits & CharacterTraits.Removed) != 0)
            {
                return 0;
            }

            if ((traits & CharacterTraits.Whitespace) != 0)
            {
                destination[0] = ' ';
                return 1;
            }
        }

        isAlone = switches.TokenizeChineseCharacters && (traits & CharacterTraits.Ideograph) != 0;
        Span<int> decomposed = stackalloc int[4];
        int decomposedCount = 1;
        decomposed[0] = codePoint;
        if (switches.StripsAccents)
        {
            decomposedCount = CharacterData.Decompose(codePoint, decomposed);
        }

        int count = 0;
        foreach (int part in decomposed[..decomposedCount])
        {
            if (switches.StripsAccents)
            {
                if ((CharacterData.Traits(part) & CharacterTraits.NonspacingMark) != 0)
                {
                    continue;
                }

                needsOrdering |= CharacterData.CombiningClass(part) != 0;
            }

            if (switches.LowerCase)
            {
                count += CharacterData.Lower(part, destination[count..]);
            }
            else
            {
                destination[count++] = part;
            }
        }

        return count;
    }

    private uint MakeEntry(char unit, Span<int> expansion)
    {
        if (char.IsSurrogate(unit))
        {
            return Entry(CharacterKind.Complex, '\0');
        }

        int count = Expand(unit, expansion, out bool isAlone, out bool needsOrdering);
        if (count == 0 && !isAlone)
        {
            return Entry(CharacterKind.Removed, '\0');
        }

        if (count != 1 || needsOrdering || expansion[0] > char.MaxValue)
        {
            return Entry(CharacterKind.Complex, '\0');
        }

        CharacterTraits traits = CharacterData.Traits(expansion[0]);
        CharacterKind kind = (traits & CharacterTraits.Whitespace) != 0 ? CharacterKind.Space
            : isAlone || (traits & CharacterTraits.Punctuation) != 0 ? CharacterKind.Alone
            : CharacterKind.Word;
        return Entry(kind, (char)expansion[0]);
    }

    private static uint Entry(CharacterKind kind, char unit) => ((uint)kind << 16) | unit;
}
