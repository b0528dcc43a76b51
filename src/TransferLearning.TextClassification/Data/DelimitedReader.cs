using nietras.SeparatedValues;

namespace TransferLearning.TextClassification.Data;

/// <summary>Rows of cells between delimiters: with RFC 4180 quoting through Sep, without quoting line by line.</summary>
internal static class DelimitedReader
{
    internal static IEnumerable<TextExample> Read(TextReader reader, ExampleFactory factory, TextReadOptions options, TextFileFormat format)
    {
        char delimiter = options.Delimiter ?? (format == TextFileFormat.Csv ? ',' : '\t');
        TextQuoting quoting = options.Quoting ?? (format == TextFileFormat.Csv ? TextQuoting.DoubleQuotes : TextQuoting.None);
        RequireUsable(delimiter, quoting, factory.Path);
        RowReader rows = new(factory, options, delimiter);
        return quoting == TextQuoting.None ? ReadLines(reader, rows, delimiter) : ReadQuoted(reader, rows, delimiter);
    }

    /// <summary>Sep splits at a tab and at printable ASCII characters.</summary>
    private static void RequireUsable(char delimiter, TextQuoting quoting, string? path)
    {
        bool isUsable = quoting == TextQuoting.None ? delimiter is not ('\r' or '\n') : delimiter is '\t' or (>= ' ' and <= '~' and not ('"' or '#'));
        if (!isUsable)
        {
            string expected = quoting == TextQuoting.None ? "any character but a line break" : "a tab or a printable ASCII character other than a quote and '#'";
            throw DataErrors.File(path, $"the character U+{(int)delimiter:X4} cannot stand between cells. Choose {expected} (TextReadOptions.Delimiter, --delimiter).");
        }
    }

    private static IEnumerable<TextExample> ReadLines(TextReader reader, RowReader rows, char delimiter)
    {
        LineReader lines = new(reader, rows.Path);
        List<ReadOnlyMemory<char>> cells = [];
        while (lines.Read())
        {
            cells.Clear();
            ReadOnlyMemory<char> rest = lines.Current;
            for (int at = rest.Span.IndexOf(delimiter); at >= 0; at = rest.Span.IndexOf(delimiter))
            {
                cells.Add(rest[..at]);
                rest = rest[(at + 1)..];
            }

            cells.Add(rest);
            if (rows.Read(lines.Line, cells) is { } example)
            {
                yield return example;
            }
        }

        rows.End();
    }

    private static IEnumerable<TextExample> ReadQuoted(TextReader reader, RowReader rows, char delimiter)
    {
        // Cells are unquoted here, strictly: Sep takes every quote for a switch and would swallow what follows an open one.
        using SepReader quoted = Sep.New(delimiter).Reader(settings => settings with { HasHeader = false, DisableColCountCheck = true, Unescape = false }).From(reader);
        List<ReadOnlyMemory<char>> cells = [];
        long line = 1;
        while (MoveNext(quoted, rows.Path, line))
        {
            SepReader.Row row = quoted.Current;
            cells.Clear();
            long cellLine = line;
            for (int i = 0; i < row.ColCount; i++)
            {
                ReadOnlySpan<char> cell = row[i].Span;
                cells.Add(QuotedCell.Unquote(cell, rows.Path, cellLine));
                cellLine += cell.Count('\n');
            }

            long next = cellLine + 1;
            if (rows.Read(line, cells) is { } example)
            {
                yield return example;
            }

            line = next;
        }

        rows.End();
    }

    private static bool MoveNext(SepReader reader, string? path, long line)
    {
        try
        {
            return reader.MoveNext();
        }
        catch (NotSupportedException exception)
        {
            throw DataErrors.Line(
                path, line, "the row that begins here is longer than 16 Mi characters; perhaps a quote opened in it is never closed. Close it, or read the file without quoting (TextQuoting.None).", cause: exception);
        }
    }
}
