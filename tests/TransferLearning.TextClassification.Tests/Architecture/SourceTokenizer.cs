namespace TransferLearning.TextClassification.Tests.Architecture;

/// <summary>Splits a C# source into words and punctuation. Comments, numbers and the text of strings are left out; the code in the holes of interpolated strings is kept.</summary>
internal sealed class SourceTokenizer
{
    private readonly string source;
    private readonly List<SourceToken> tokens = [];
    private int position;
    private int line = 1;
    private int depth;

    private SourceTokenizer(string source) => this.source = source;

    internal static IReadOnlyList<SourceToken> Tokenize(string source)
    {
        SourceTokenizer tokenizer = new(source);
        tokenizer.ReadCode(untilClosingBraces: 0);
        return tokenizer.tokens;
    }

    private char Current => Peek(0);

    private char Peek(int ahead) => position + ahead < source.Length ? source[position + ahead] : '\0';

    private void Advance(int count = 1)
    {
        for (int i = 0; i < count && position < source.Length; i++)
        {
            line += source[position++] == '\n' ? 1 : 0;
        }
    }

    /// <summary>Reads code to the end, or to the closing braces of the hole that it stands in.</summary>
    private void ReadCode(int untilClosingBraces)
    {
        int open = 0;
        while (position < source.Length)
        {
            if (untilClosingBraces > 0 && open == 0 && Current == '}')
            {
                return;
            }

            if (Current == '/' && Peek(1) == '/' || Current == '#')
            {
                SkipWhile(c => c != '\n');
            }
            else if (Current == '/' && Peek(1) == '*')
            {
                int end = source.IndexOf("*/", position + 2, StringComparison.Ordinal);
                Advance((end < 0 ? source.Length : end + 2) - position);
            }
            else if (Current == '\'')
            {
                SkipCharacter();
            }
            else if (IsStringStart())
            {
                ReadString();
            }
            else if (char.IsLetter(Current) || Current is '_' or '@')
            {
                ReadWord();
            }
            else if (char.IsDigit(Current))
            {
                SkipWhile(char.IsLetterOrDigit);
            }
            else
            {
                open += Current == '{' ? 1 : Current == '}' ? -1 : 0;
                ReadPunctuation();
            }
        }
    }

    private bool IsStringStart()
    {
        int ahead = 0;
        while (Peek(ahead) is '$' or '@')
        {
            ahead++;
        }

        return Peek(ahead) == '"';
    }

    private void ReadString()
    {
        int dollars = 0;
        bool verbatim = false;
        for (; Current is '$' or '@'; Advance())
        {
            dollars += Current == '$' ? 1 : 0;
            verbatim |= Current == '@';
        }

        int quotes = CountRun('"');
        if (quotes == 2)
        {
            Advance(2);
            return;
        }

        bool raw = quotes >= 3;
        Advance(raw ? quotes : 1);
        while (position < source.Length)
        {
            if (Current == '"')
            {
                int run = CountRun('"');
                if (verbatim && !raw && run >= 2)
                {
                    Advance(2);
                    continue;
                }

                Advance(raw && run >= quotes ? run : 1);
                if (!raw || run >= quotes)
                {
                    return;
                }
            }
            else if (Current == '\\' && !verbatim && !raw)
            {
                Advance(2);
            }
            else if (Current == '{' && dollars > 0)
            {
                ReadHole(dollars, raw);
            }
            else
            {
                Advance();
            }
        }
    }

    private void ReadHole(int dollars, bool raw)
    {
        int run = CountRun('{');
        bool isHole = raw ? run >= dollars : run % 2 == 1;
        Advance(run);
        if (isHole)
        {
            ReadCode(untilClosingBraces: 1);
            Advance(raw ? dollars : 1);
        }
    }

    private void SkipCharacter()
    {
        Advance(Peek(1) == '\\' ? 3 : 2);
        SkipWhile(c => c != '\'');
        Advance();
    }

    private void ReadWord()
    {
        int start = position;
        Advance();
        SkipWhile(c => char.IsLetterOrDigit(c) || c == '_');
        tokens.Add(new(source[start..position].TrimStart('@'), line, depth));
    }

    private void ReadPunctuation()
    {
        if (char.IsWhiteSpace(Current))
        {
            Advance();
            return;
        }

        depth -= Current == '}' ? 1 : 0;
        string text = (Current, Peek(1)) is ('=', '>') or ('=', '=') or ('!', '=') or ('<', '=') or ('?', '?') or ('?', '.') or (':', ':')
            ? source.Substring(position, 2)
            : Current.ToString();
        tokens.Add(new(text, line, depth));
        depth += Current == '{' ? 1 : 0;
        Advance(text.Length);
    }

    private int CountRun(char character)
    {
        int count = 0;
        while (Peek(count) == character)
        {
            count++;
        }

        return count;
    }

    private void SkipWhile(Predicate<char> condition)
    {
        while (position < source.Length && condition(Current))
        {
            Advance();
        }
    }
}
