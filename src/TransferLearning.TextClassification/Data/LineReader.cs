using System.Globalization;

namespace TransferLearning.TextClassification.Data;

/// <summary>
/// Lines that end in LF or CR LF, or at the end of the text. Unlike <see cref="TextReader.ReadLine"/> it takes a carriage return
/// inside a line for a character like any other, as editors and line counters do.
/// </summary>
internal sealed class LineReader(TextReader reader, string? path)
{
    private const int MaximumCharacters = 256 * 1024 * 1024;

    private char[] buffer = new char[32 * 1024];
    private int start;
    private int scanned;
    private int end;
    private bool ended;

    /// <summary>The number of <see cref="Current"/>, from 1.</summary>
    internal long Line { get; private set; }

    /// <summary>The line without its end; valid until the next one is read.</summary>
    internal ReadOnlyMemory<char> Current { get; private set; }

    internal bool Read()
    {
        while (!TryTake())
        {
            if (ended)
            {
                return false;
            }

            MakeRoom();
            Add(reader.Read(buffer.AsSpan(end)));
        }

        return true;
    }

    internal async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!TryTake())
        {
            if (ended)
            {
                return false;
            }

            MakeRoom();
            Add(await reader.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false));
        }

        return true;
    }

    private bool TryTake()
    {
        int found = buffer.AsSpan(scanned, end - scanned).IndexOf('\n');
        if (found >= 0)
        {
            Take(scanned + found);
            start = scanned = scanned + found + 1;
            return true;
        }

        scanned = end;
        if (!ended || start == end)
        {
            return false;
        }

        Take(end);
        start = end;
        return true;
    }

    private void Take(int lineEnd)
    {
        int length = lineEnd - start;
        if (length > 0 && buffer[lineEnd - 1] == '\r')
        {
            length--;
        }

        Current = buffer.AsMemory(start, length);
        Line++;
    }

    private void MakeRoom()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            scanned -= start;
            start = 0;
        }

        if (end < buffer.Length)
        {
            return;
        }

        if (buffer.Length >= MaximumCharacters)
        {
            throw DataErrors.Line(path, Line + 1, string.Create(CultureInfo.InvariantCulture, $"the line is longer than {MaximumCharacters:N0} characters. Check that this is the file meant."));
        }

        Array.Resize(ref buffer, buffer.Length * 2);
    }

    private void Add(int count)
    {
        ended = count == 0;
        end += count;
    }
}
