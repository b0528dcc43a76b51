namespace TransferLearning.TextClassification.Data;

/// <summary>Turns the cells of one row after the other into examples; the first row may be the header.</summary>
internal sealed class RowReader(ExampleFactory factory, TextReadOptions options, char delimiter)
{
    private const char ByteOrderMark = '\uFEFF';

    private ColumnMap? columns;
    private bool hasRows;

    internal string? Path => factory.Path;

    /// <summary>The row's example; null for the header and for an empty line.</summary>
    internal TextExample? Read(long line, List<ReadOnlyMemory<char>> cells)
    {
        // In a file of texts alone an empty line is an empty text, which is answered like any other.
        bool isTextAlone = columns is { Count: 1 } && options.Labelling == TextLabelling.None;
        if (cells.Count == 1 && cells[0].IsEmpty && !isTextAlone)
        {
            return null;
        }

        if (columns is null)
        {
            if (cells[0].Span is [ByteOrderMark, ..])
            {
                cells[0] = cells[0][1..];
            }

            if (options.HasHeader)
            {
                columns = ColumnMap.FromHeader([.. cells.Select(cell => cell.ToString())], options, delimiter, Path, line);
                return null;
            }

            columns = ColumnMap.WithoutHeader(cells, options, Path, line);
        }

        hasRows = true;
        RequireCount(line, cells, columns.Count);
        TextTarget? target = columns.Label is { } label ? factory.Target(line, cells[label].Span) : null;
        ReadOnlySpan<char> text = cells[columns.Text].Span;
        return columns.SecondText is { } second ? factory.Create(line, target, text, cells[second].Span) : factory.Create(line, target, text);
    }

    /// <summary>Called after the last row.</summary>
    internal void End()
    {
        if (columns is null && (options.HasHeader || options.Labelling != TextLabelling.None))
        {
            throw DataErrors.File(Path, "the file is empty. A header and rows are expected.");
        }

        if (!hasRows && options.Labelling != TextLabelling.None)
        {
            throw DataErrors.File(Path, "the file has a header but no rows. Add labelled rows.");
        }
    }

    private void RequireCount(long line, List<ReadOnlyMemory<char>> cells, int expected)
    {
        if (cells.Count == expected)
        {
            return;
        }

        string mend = cells.Count < expected
            ? "Add what is missing, or check the delimiter."
            : "Remove the delimiters from the text, or quote the cells (TextQuoting.DoubleQuotes).";
        string row = string.Join(delimiter, cells.Take(8));
        throw DataErrors.Line(
            Path, line, $"the row has {cells.Count} {(cells.Count == 1 ? "cell" : "cells")} where {(options.HasHeader ? "the header" : "the first row")} has {expected}: {DataErrors.Quote(row)}. {mend}", value: row);
    }
}
