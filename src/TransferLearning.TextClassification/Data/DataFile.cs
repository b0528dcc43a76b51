using System.Text;

namespace TransferLearning.TextClassification.Data;

/// <summary>Opens a file as text: gzip and the encoding are found, and invalid bytes are an error.</summary>
internal static class DataFile
{
    private const int BufferBytes = 64 * 1024;

    internal static TextReader Open(string path, TextReadOptions options)
    {
        if (Directory.Exists(path))
        {
            throw DataErrors.File(path, "this is a folder, but a file is read here. Name a file in it.");
        }

        if (!File.Exists(path))
        {
            string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) ?? path;
            string mend = Directory.Exists(folder) ? "Check the name." : $"Its folder {folder} does not exist either. Check the path.";
            throw DataErrors.File(path, $"there is no such file. {mend}");
        }

        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        try
        {
            return Open(stream, path, options);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Opens a stream that stays open when <paramref name="path"/> is null, else is closed with the reader.</summary>
    internal static TextReader Open(Stream stream, string? path, TextReadOptions options)
    {
        bool leaveOpen = path is null;
        PeekableStream content = new(stream, leaveOpen);
        bool isGzip = Start(content) is [0x1f, 0x8b, ..];
        if (!isGzip && path is not null && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            string what = content.Peek(1).IsEmpty ? "the file is empty" : "the content is not gzip";
            throw DataErrors.File(path, $"{what}, though the name ends in .gz. Rename the file, or compress it again.");
        }

        if (isGzip)
        {
            content = new(GzipTextStream.Over(content), leaveOpen: false);
        }

        Encoding encoding = EncodingOf(Start(content), options.Encoding ?? Encoding.UTF8);
        return encoding.CodePage == Encoding.UTF8.CodePage
            ? new StreamReader(new Utf8ValidatingStream(content, path), Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferBytes)
            : new StreamReader(content, Strict(encoding), detectEncodingFromByteOrderMarks: false, BufferBytes);
    }

    /// <summary>The first bytes. No more are waited for than can mean something: a terminal may have sent only one.</summary>
    private static ReadOnlySpan<byte> Start(PeekableStream content) => content.Peek(content.Peek(1) is [0x1f or 0xef or 0xfe or 0xff] ? 4 : 1);

    private static Encoding EncodingOf(ReadOnlySpan<byte> start, Encoding named) => start switch
    {
        [0xef, 0xbb, 0xbf, ..] => Encoding.UTF8,
        [0xff, 0xfe, 0, 0] => Encoding.UTF32,
        [0xff, 0xfe, ..] => Encoding.Unicode,
        [0xfe, 0xff, ..] => Encoding.BigEndianUnicode,
        _ => named,
    };

    private static Encoding Strict(Encoding encoding)
    {
        Encoding strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }
}
