using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TransferLearning.TextClassification.Checkpoints.Vectors;

/// <summary>Word vectors as text: a word and its numbers a line.</summary>
internal static class TextVectors
{
    private static readonly SearchValues<byte> OfNumbers = SearchValues.Create("0123456789+-.eE \t"u8);

    /// <summary>Reads the lines behind the header; only wanted words become numbers, but every line must have as many as the first.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="bytes">It, behind the header.</param>
    /// <param name="layout">What its beginning says.</param>
    /// <param name="wanted">Whose vectors are kept.</param>
    /// <exception cref="CheckpointException">A line is broken; it names line and value.</exception>
    internal static FoundVectors Read(string path, VectorBytes bytes, VectorLayout layout, WantedWords wanted)
    {
        FoundVectors found = new(path, layout.Dimension, wanted.Count);
        long line = layout.Words is null ? 0 : 1;
        while (bytes.TryTakeUntil((byte)'\n', out ReadOnlySpan<byte> text, out bool isTooLong))
        {
            line++;
            ReadOnlySpan<byte> trimmed = text.TrimEnd(" \t\r"u8);
            if (trimmed.IsEmpty)
            {
                continue;
            }

            found.WordsInFile++;
            int numbersAt = FindNumbers(trimmed, layout.Dimension);
            if (numbersAt < 0)
            {
                throw At(path, line, $"the line {Shown(trimmed)} has {trimmed.Count((byte)' ')} numbers behind its word, but the others have {layout.Dimension}. Correct the line, or download the file again.");
            }

            ReadOnlySpan<byte> numbers = trimmed[(numbersAt + 1)..];
            if (wanted.TryFind(trimmed[..numbersAt], out int id))
            {
                found.Set(id, Parse(path, line, trimmed[..numbersAt], numbers, layout.Dimension));
            }
            else if (numbers.ContainsAnyExcept(OfNumbers))
            {
                Parse(path, line, trimmed[..numbersAt], numbers, layout.Dimension); // says what is wrong with it
            }
        }

        if (bytes.Peek(1).Length > 0 || found.WordsInFile < layout.Words)
        {
            throw At(path, line, $"the file ends after {found.WordsInFile} words, but its first line announces {layout.Words}. Download it again.");
        }

        return found;
    }

    /// <summary>Where the blank before the numbers stands; a word may hold blanks itself, but not where what follows its first one is a number.</summary>
    private static int FindNumbers(ReadOnlySpan<byte> line, int dimension)
    {
        int blanks = line.Count((byte)' ');
        int at = line.IndexOf((byte)' ');
        if (blanks == dimension)
        {
            return at;
        }

        if (blanks < dimension || IsNumber(FirstField(line[(at + 1)..])))
        {
            return -1;
        }

        for (int extra = blanks - dimension; extra > 0; extra--)
        {
            at += 1 + line[(at + 1)..].IndexOf((byte)' ');
        }

        return at;
    }

    private static float[] Parse(string path, long line, ReadOnlySpan<byte> word, ReadOnlySpan<byte> numbers, int dimension)
    {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++)
        {
            ReadOnlySpan<byte> field = FirstField(numbers);
            if (!float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out vector[i]) || !float.IsFinite(vector[i]))
            {
                throw At(path, line, $"number {i + 1} of the word {Shown(word)} is {Shown(field)}; a finite number is expected. Correct the line, or download the file again.");
            }

            numbers = numbers[Math.Min(numbers.Length, field.Length + 1)..];
        }

        return vector;
    }

    private static ReadOnlySpan<byte> FirstField(ReadOnlySpan<byte> fields)
    {
        int blank = fields.IndexOf((byte)' ');
        return blank < 0 ? fields : fields[..blank];
    }

    private static bool IsNumber(ReadOnlySpan<byte> field) => Utf8Parser.TryParse(field, out double _, out int used) && used == field.Length;

    private static string Shown(ReadOnlySpan<byte> text) => $"'{Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)])}{(text.Length > 40 ? "…" : string.Empty)}'";

    private static CheckpointException At(string path, long line, string problem) => CheckpointException.At(path, string.Create(CultureInfo.InvariantCulture, $"line {line}: {problem}"));
}
