using System.Text;

namespace TransferLearning.TextClassification.Data;

/// <summary>Rows of any format, one after the other; every failure on the way is a <see cref="TextDataException"/>.</summary>
internal static class ExampleReader
{
    private const int RowsBetweenCancellationChecks = 256;

    internal static IEnumerable<TextExample> Read(string path, TextReadOptions options, CancellationToken cancellationToken)
    {
        TextFileFormat format = options.Format ?? FileFormats.Of(path, options.Labelling);
        return Guard(format == TextFileFormat.Folders ? FolderReader.Read(path, options) : ReadFile(path, options, format), path, cancellationToken);
    }

    internal static IEnumerable<TextExample> Read(TextReader reader, TextReadOptions options, CancellationToken cancellationToken) =>
        Guard(Rows(reader, new(null, options), options, options.Format ?? TextFileFormat.Lines), null, cancellationToken);

    /// <summary>Opens a stream, which stays open when the reader is closed.</summary>
    internal static TextReader Open(Stream stream, TextReadOptions options)
    {
        try
        {
            return DataFile.Open(stream, null, options);
        }
        catch (Exception exception) when (IsReadingFailure(exception))
        {
            throw ReadingFailure(null, 0, exception);
        }
    }

    /// <summary>Whether the exception comes from the file itself: its medium, its permissions, its compression, its encoding.</summary>
    internal static bool IsReadingFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or InvalidDataException or DecoderFallbackException;

    internal static TextDataException ReadingFailure(string? path, long lastLine, Exception exception) => exception switch
    {
        DecoderFallbackException undecodable => DataErrors.Line(
            path, lastLine + 1, $"on this line or soon after it the bytes 0x{Convert.ToHexString(undecodable.BytesUnknown ?? [])} are not valid in the file's encoding. Name the right one (TextReadOptions.Encoding).", cause: exception),
        InvalidDataException => DataErrors.File(path, $"the gzip content is damaged after line {lastLine}: {exception.Message} Compress the file again.", exception),
        UnauthorizedAccessException => DataErrors.File(path, "this user may not read the file. Change its permissions.", exception),
        _ => DataErrors.File(path, $"reading failed: {exception.Message}", exception),
    };

    private static IEnumerable<TextExample> ReadFile(string path, TextReadOptions options, TextFileFormat format)
    {
        using TextReader reader = DataFile.Open(path, options);
        foreach (TextExample example in Rows(reader, new(path, options), options, format))
        {
            yield return example;
        }
    }

    private static IEnumerable<TextExample> Rows(TextReader reader, ExampleFactory factory, TextReadOptions options, TextFileFormat format) => format switch
    {
        TextFileFormat.Csv or TextFileFormat.Tsv => DelimitedReader.Read(reader, factory, options, format),
        TextFileFormat.JsonLines => JsonReader.ReadLines(reader, factory, options),
        TextFileFormat.Json => JsonReader.ReadArray(reader, factory, options),
        TextFileFormat.Lines when options.Labelling == TextLabelling.Required => throw DataErrors.File(
            factory.Path, "one text a line has no labels, but labels are needed. Name another format, or read it for prediction (TextLabelling.None)."),
        TextFileFormat.Lines => LineTextReader.Read(reader, factory),
        TextFileFormat.Folders => throw DataErrors.File(factory.Path, "a stream cannot be read as folders. Name the folder's path."),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };

    /// <summary>Turns failures of the file into mistakes in the data, and looks whether reading was cancelled.</summary>
    private static IEnumerable<TextExample> Guard(IEnumerable<TextExample> rows, string? path, CancellationToken cancellationToken)
    {
        using IEnumerator<TextExample> source = rows.GetEnumerator();
        long lastLine = 0;
        for (long row = 0; ; row++)
        {
            if (row % RowsBetweenCancellationChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            try
            {
                if (!source.MoveNext())
                {
                    yield break;
                }
            }
            catch (Exception exception) when (IsReadingFailure(exception))
            {
                throw ReadingFailure(path, lastLine, exception);
            }

            lastLine = source.Current.Line ?? lastLine;
            yield return source.Current;
        }
    }
}
