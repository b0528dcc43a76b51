using System.Buffers;
using System.Globalization;
using System.Text;

namespace TransferLearning.TextClassification.Checkpoints.Vectors;

/// <summary>Reads files of word vectors as a stream; its memory is that of the vectors kept.</summary>
internal static class WordVectorReader
{
    private const int LargestDimension = 1 << 16;
    private const int BytesLookedAt = 64;

    private static readonly SearchValues<byte> OfText = SearchValues.Create([.. "\t\r\n"u8, .. Enumerable.Range(' ', '~' - ' ' + 1).Select(unit => (byte)unit)]);

    /// <summary>Reads the vectors of some words.</summary>
    /// <param name="path">A GloVe text file, or a word2vec or fastText text or binary file.</param>
    /// <param name="ids">The wanted words with their ids.</param>
    /// <param name="areLowerCased">Whether they are lower-cased, so that the file's capitalised words serve where it has no others.</param>
    /// <exception cref="CheckpointException">The file is missing or broken; it names line or word and value.</exception>
    internal static FoundVectors Read(string path, IReadOnlyDictionary<string, int> ids, bool areLowerCased)
    {
        try
        {
            using VectorBytes bytes = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan));
            VectorLayout layout = ReadLayout(path, bytes);
            WantedWords wanted = new(ids, areLowerCased);
            return layout.IsBinary ? BinaryVectors.Read(path, bytes, layout, wanted) : TextVectors.Read(path, bytes, layout, wanted);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CheckpointException.At(path, $"the file cannot be read ({exception.Message.TrimEnd('.')}). Check that it exists and may be read.", exception);
        }
    }

    /// <summary>Looks at the first lines; takes the header where there is one.</summary>
    private static VectorLayout ReadLayout(string path, VectorBytes bytes)
    {
        if (bytes.Peek(4) is [0x1F, 0x8B, ..] or [(byte)'P', (byte)'K', 3, 4]) // gzip, ZIP
        {
            throw CheckpointException.At(path, "the file is compressed. Unpack it first.");
        }

        if (bytes.Peek(3) is [0xEF, 0xBB, 0xBF]) // a byte order mark, which is no part of the first word
        {
            bytes.Skip(3);
        }

        ReadOnlySpan<byte> start = bytes.Peek(VectorBytes.LongestPiece);
        int end = start.IndexOf((byte)'\n');
        string first = Encoding.UTF8.GetString(end < 0 ? start : start[..end]).TrimEnd();
        string[] fields = first.Split(' ');
        if (fields is [string words, string size] && long.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int announced) && end >= 0)
        {
            bytes.Skip(end + 1);
            return new(IsBinary(bytes, announced), Checked(path, announced, first), count);
        }

        int dimension = fields.Skip(1).Reverse().TakeWhile(IsNumber).Count();
        return new(false, Checked(path, dimension, first), null);
    }

    /// <summary>Whether what follows the first word is no text.</summary>
    private static bool IsBinary(VectorBytes bytes, int dimension)
    {
        ReadOnlySpan<byte> start = bytes.Peek(VectorBytes.LongestPiece);
        ReadOnlySpan<byte> numbers = start[(start.IndexOf((byte)' ') + 1)..];
        numbers = numbers[..(int)Math.Min(numbers.Length, Math.Min(BytesLookedAt, dimension * (long)sizeof(float)))];
        return numbers.ContainsAnyExcept(OfText);
    }

    private static int Checked(string path, int dimension, string first) => dimension is >= 1 and <= LargestDimension
        ? dimension
        : throw CheckpointException.At(path, $"line 1: '{(first.Length > 60 ? first[..60] + "…" : first)}' is neither a word with its numbers nor the number of words and the size of their vectors (1 to {LargestDimension}). Give a file of GloVe, word2vec or fastText vectors.");

    private static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
