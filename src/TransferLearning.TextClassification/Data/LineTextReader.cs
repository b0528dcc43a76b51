using System.Runtime.CompilerServices;

namespace TransferLearning.TextClassification.Data;

/// <summary>One text a line, without labels.</summary>
internal static class LineTextReader
{
    internal static IEnumerable<TextExample> Read(TextReader reader, ExampleFactory factory)
    {
        LineReader lines = new(reader, factory.Path);
        while (lines.Read())
        {
            yield return factory.Create(lines.Line, null, lines.Current.Span);
        }
    }

    internal static async IAsyncEnumerable<TextExample> ReadAsync(
        TextReader reader, ExampleFactory factory, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LineReader lines = new(reader, factory.Path);
        while (await ReadLineAsync(lines, factory.Path, cancellationToken).ConfigureAwait(false))
        {
            yield return factory.Create(lines.Line, null, lines.Current.Span);
        }
    }

    private static async ValueTask<bool> ReadLineAsync(LineReader lines, string? path, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (ExampleReader.IsReadingFailure(exception))
        {
            throw ExampleReader.ReadingFailure(path, lines.Line, exception);
        }
    }
}
