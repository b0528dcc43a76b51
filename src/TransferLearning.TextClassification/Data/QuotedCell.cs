namespace TransferLearning.TextClassification.Data;

/// <summary>The value of a cell as RFC 4180 writes it.</summary>
internal static class QuotedCell
{
    private const string Mend = "A cell that holds quotes stands in quotes itself, its own doubled; or read the file without quoting (TextQuoting.None).";

    /// <summary>Takes the quotes off, or says where one was opened and not closed as it should be.</summary>
    internal static ReadOnlyMemory<char> Unquote(ReadOnlySpan<char> cell, string? path, long line)
    {
        int first = cell.IndexOf('"');
        if (first < 0)
        {
            return cell.ToArray();
        }

        if (first > 0)
        {
            throw DataErrors.Line(path, line, $"a quote stands inside a cell that does not begin with one: {DataErrors.Quote(cell)}. {Mend}", value: cell.ToString());
        }

        char[] value = new char[cell.Length];
        int length = 0;
        ReadOnlySpan<char> rest = cell[1..];
        while (true)
        {
            int quote = rest.IndexOf('"');
            if (quote < 0)
            {
                throw DataErrors.Line(path, line, $"the quote opened here is never closed: {DataErrors.Quote(cell)}. {Mend}", value: cell.ToString());
            }

            rest[..quote].CopyTo(value.AsSpan(length));
            length += quote;
            rest = rest[(quote + 1)..];
            if (rest.IsEmpty)
            {
                return value.AsMemory(0, length);
            }

            if (rest[0] != '"')
            {
                throw DataErrors.Line(
                    path, line, $"text follows the end of the quoted cell that begins here: {DataErrors.Quote(rest)}; perhaps the quote opened on this line is not closed where it should be. {Mend}", value: cell.ToString());
            }

            value[length++] = '"';
            rest = rest[1..];
        }
    }
}
