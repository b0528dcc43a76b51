using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TransferLearning.TextClassification.Tokenization.Characters;

namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>What is searched for in a text: a string or a regular expression. Immutable.</summary>
/// <remarks>
/// The framework's expressions see UTF-16 units, so that code points beyond the first plane are matched as stand-ins of the same kind; then an
/// index of a match is that of a code point.
/// </remarks>
internal sealed class TextPattern
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string? literal;
    private readonly Regex? expression;
    private readonly string path;

    private TextPattern(string? literal, Regex? expression, string path)
    {
        this.literal = literal;
        this.expression = expression;
        this.path = path;
    }

    /// <summary>Whether it is a string without spaces, or a run of spaces alone.</summary>
    internal bool IsLocal => IsSpaceRun || literal?.Contains(' ', StringComparison.Ordinal) == false;

    /// <summary>Whether it is a run of spaces.</summary>
    internal bool IsSpaceRun => expression?.ToString() is " {2,}" or " +";

    /// <summary>The characters of a string of several, else none.</summary>
    internal char[] ContextCharacters => literal is { Length: > 1 } ? literal.ToCharArray() : [];

    /// <summary>Two or more spaces.</summary>
    internal static TextPattern RepeatedSpaces { get; } = new(null, new Regex(" {2,}", RegexOptions.CultureInvariant), "");

    /// <summary>A string.</summary>
    internal static TextPattern Literal(string text) => new(text, null, "");

    /// <summary>Reads <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
    /// <exception cref="CheckpointException">It is neither, or an expression that the framework cannot read.</exception>
    internal static TextPattern Read(JsonElement owner, string path)
    {
        JsonElement pattern = TokenizerJsonFile.Member(owner, "pattern") ?? throw TokenizerJsonFile.Error(path, "has a part that needs a \"pattern\", without one.");
        if (TokenizerJsonFile.String(pattern, "String", path) is { } text)
        {
            return new TextPattern(text, null, path);
        }

        string expression = TokenizerJsonFile.String(pattern, "Regex", path)
            ?? throw TokenizerJsonFile.Error(path, $"has a \"pattern\" that is neither a String nor a Regex.");
        try
        {
            return new TextPattern(null, new Regex(WithUnicodeWords(expression), RegexOptions.CultureInvariant, Patience), path);
        }
        catch (ArgumentException exception)
        {
            throw new CheckpointException($"'{path}' has the regular expression '{expression}', which is not supported: {exception.Message}", exception) { Path = path };
        }
    }

    /// <summary>The ranges of the matches, in code points.</summary>
    /// <exception cref="CheckpointException">The expression takes too long on this text.</exception>
    internal List<(int Start, int End)> Find(AlignedText text)
    {
        List<(int, int)> found = text.NewRanges();
        if (literal is not null)
        {
            ReadOnlySpan<char> units = text.ToUtf16(out ReadOnlySpan<int> indexOfUnit);
            for (int from = 0; literal.Length > 0 && units[from..].IndexOf(literal, StringComparison.Ordinal) is >= 0 and int at; from += at + literal.Length)
            {
                found.Add((indexOfUnit[from + at], indexOfUnit[from + at + literal.Length]));
            }

            return found;
        }

        Span<char> standIns = text.Units(text.Count);
        for (int index = 0; index < standIns.Length; index++)
        {
            standIns[index] = text[index] <= char.MaxValue ? (char)text[index] : StandIn(text[index]);
        }

        try
        {
            foreach (ValueMatch match in expression!.EnumerateMatches(standIns))
            {
                if (match.Length > 0)
                {
                    found.Add((match.Index, match.Index + match.Length));
                }
            }
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new CheckpointException($"'{path}' has the regular expression '{expression}', which did not end on a text of {text.Count} characters.", exception) { Path = path };
        }

        return found;
    }

    // The reference's \w has all marks; the framework's leaves some out.
    private static string WithUnicodeWords(string expression)
    {
        const string Word = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9";
        StringBuilder translated = new();
        int depth = 0; // of brackets
        for (int index = 0; index < expression.Length; index++)
        {
            char character = expression[index];
            if (character != '\\' || index + 1 == expression.Length)
            {
                depth += character == '[' ? 1 : character == ']' && depth > 0 ? -1 : 0;
                translated.Append(character);
                continue;
            }

            char escaped = expression[++index];
            _ = (escaped, depth) switch
            {
                ('w', 0) => translated.Append('[').Append(Word).Append(']'),
                ('w', _) => translated.Append(Word),
                ('W', 0) => translated.Append("[^").Append(Word).Append(']'),
                _ => translated.Append(character).Append(escaped),
            };
        }

        return translated.ToString();
    }

    private static char StandIn(int codePoint) => Rune.GetUnicodeCategory(new Rune(codePoint)) switch
    {
        UnicodeCategory.UppercaseLetter => '\uA640',
        UnicodeCategory.LowercaseLetter => '\uA641',
        UnicodeCategory.DecimalDigitNumber => '\u0B66',
        UnicodeCategory.LetterNumber => '\u2160',
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => '\u0B3C',
        UnicodeCategory.MathSymbol => '\u2200',
        UnicodeCategory.Format => '\u2061',
        _ when UnicodeData.Is(codePoint, UnicodeTraits.Letter) => '\uA000',
        _ when UnicodeData.Is(codePoint, UnicodeTraits.Number) => '\u0B72',
        _ when (CharacterData.Traits(codePoint) & CharacterTraits.Punctuation) != 0 => '\u2E18',
        _ => '\u2600',
    };
}
