using System.Runtime.CompilerServices;
using TransferLearning.TextClassification.Data;

namespace TransferLearning.TextClassification;

/// <content>Where rows come from.</content>
public sealed partial class TextDataset
{
    private const int RowsABatch = 512;

    /// <summary>Reads a file, gzip-compressed or not, or a folder that holds one folder a class. Every mistake in it is found here.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How to read it; null reads the columns <c>label</c>, <c>text</c> and perhaps <c>text_b</c>, the format by the file's extension.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="TextDataException">The file is missing or broken: the message names file, line, value and mend.</exception>
    public static Task<TextDataset> ReadAsync(string path, TextReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return System.Threading.Tasks.Task.Run(() => ReadAll(path, options ?? new(), cancellationToken), cancellationToken);
    }

    /// <summary>The same as <see cref="ReadAsync"/>, on this thread.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How to read it; null as in <see cref="ReadAsync"/>.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="TextDataException">The file is missing or broken: the message names file, line, value and mend.</exception>
    public static TextDataset Read(string path, TextReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ReadAll(path, options ?? new(), CancellationToken.None);
    }

    /// <summary>Holds rows that the application made itself.</summary>
    /// <param name="examples">The rows.</param>
    /// <returns>The rows as a data set.</returns>
    /// <exception cref="ArgumentException">One of the rows is null.</exception>
    public static TextDataset FromExamples(IEnumerable<TextExample> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return OfApplication([.. examples]);
    }

    /// <summary>Holds rows that the application delivers one after the other.</summary>
    /// <param name="examples">The rows.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows as a data set.</returns>
    /// <exception cref="ArgumentException">One of the rows is null.</exception>
    public static async Task<TextDataset> FromExamplesAsync(IAsyncEnumerable<TextExample> examples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        List<TextExample> rows = [];
        await foreach (TextExample example in examples.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(example);
        }

        return OfApplication([.. rows]);
    }

    /// <summary>Reads a file row by row without holding it in memory. What only the whole file shows (no rows at all, pairs beside single texts) is not checked.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How to read it; null reads texts without labels, as for prediction.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows in order.</returns>
    /// <exception cref="TextDataException">The file is missing or broken: the message names file, line, value and mend.</exception>
    public static IAsyncEnumerable<TextExample> StreamAsync(string path, TextReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return InBatchesAsync(ExampleReader.Read(path, options ?? ForPrediction, cancellationToken), cancellationToken);
    }

    /// <summary>Reads a stream row by row without holding it in memory. The stream stays open.</summary>
    /// <param name="stream">The stream; it may be gzip-compressed.</param>
    /// <param name="options">How to read it; null reads texts without labels. Its format is <see cref="TextFileFormat.Lines"/>, one text a line, unless it says otherwise.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows in order; of one text a line each as soon as its line is there.</returns>
    /// <exception cref="TextDataException">The content is broken: the message names line, value and mend.</exception>
    public static async IAsyncEnumerable<TextExample> StreamAsync(
        Stream stream, TextReadOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= ForPrediction;
        using TextReader reader = ExampleReader.Open(stream, options);
        await foreach (TextExample example in StreamAsync(reader, options, cancellationToken).ConfigureAwait(false))
        {
            yield return example;
        }
    }

    /// <summary>Reads text row by row without holding it in memory. The reader stays open.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="options">How to read it; null reads texts without labels. Its format is <see cref="TextFileFormat.Lines"/>, one text a line, unless it says otherwise.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows in order; of one text a line each as soon as its line is there.</returns>
    /// <exception cref="TextDataException">The content is broken: the message names line, value and mend.</exception>
    public static IAsyncEnumerable<TextExample> StreamAsync(TextReader reader, TextReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        options ??= ForPrediction;
        return options.Format is null or TextFileFormat.Lines
            ? LineTextReader.ReadAsync(reader, new(null, options), cancellationToken)
            : InBatchesAsync(ExampleReader.Read(reader, options, cancellationToken), cancellationToken);
    }

    private static TextReadOptions ForPrediction { get; } = new() { Labelling = TextLabelling.None };

    private static TextDataset OfApplication(TextExample?[] examples)
    {
        int missing = Array.IndexOf(examples, null);
        return missing < 0 ? new(examples!) : throw new ArgumentException($"The row at index {missing} is null. Leave it out.", nameof(examples));
    }

    private static TextDataset ReadAll(string path, TextReadOptions options, CancellationToken cancellationToken) =>
        DatasetChecks.EnsureReadable(new([.. ExampleReader.Read(path, options, cancellationToken)], TaskOf(options), path), options);

    private static TextTask? TaskOf(TextReadOptions options) => options.Labelling == TextLabelling.None ? null : options.Task;

    /// <summary>Reads ahead on a pool thread, a batch at a time, so that the caller's thread never waits for the disk.</summary>
    private static async IAsyncEnumerable<TextExample> InBatchesAsync(IEnumerable<TextExample> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using IEnumerator<TextExample> source = rows.GetEnumerator();
        List<TextExample> batch = new(RowsABatch);
        bool more = true;
        while (more)
        {
            batch.Clear();
            more = await System.Threading.Tasks.Task.Run(() => Fill(batch, source), cancellationToken).ConfigureAwait(false);
            foreach (TextExample example in batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return example;
            }
        }
    }

    private static bool Fill(List<TextExample> batch, IEnumerator<TextExample> source)
    {
        while (batch.Count < RowsABatch)
        {
            if (!source.MoveNext())
            {
                return false;
            }

            batch.Add(source.Current);
        }

        return true;
    }
}
