using System.Text;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>A <c>vocab.txt</c>: a piece a line, its id the line's number from 0.</summary>
internal static class VocabularyFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the pieces. As in the reference, whitespace at the end of a line is no part of the piece, and the last of equal lines counts.</summary>
    /// <exception cref="CheckpointException">The file cannot be read or is no UTF-8.</exception>
    internal static Dictionary<string, int> Read(string path)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(File.ReadAllBytes(path));
        }
        catch (DecoderFallbackException exception)
        {
            throw new CheckpointException($"'{path}' is no UTF-8 text ({exception.Message}); download it again.", exception) { Path = path };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"'{path}' cannot be read: {exception.Message}", exception) { Path = path };
        }

        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        int id = 0;
        string[] lines = text.TrimStart('\uFEFF').Split('\n');
        foreach (string line in lines[^1].Length == 0 ? lines[..^1] : lines)
        {
            string piece = line.TrimEnd();
            if (piece.Length > 0)
            {
                ids[piece] = id; // an empty line takes an id, but no text ever becomes it
            }

            id++;
        }

        return ids;
    }

    /// <summary>Whether <see cref="Read"/> would read these pieces again from the file that <see cref="Write"/> writes.</summary>
    internal static bool CanHold(IReadOnlyDictionary<string, int> ids) =>
        ids.Values.Order().SequenceEqual(Enumerable.Range(0, ids.Count))
        && ids.Keys.All(piece => piece.Length > 0 && !piece.Contains('\n', StringComparison.Ordinal) && !char.IsWhiteSpace(piece[^1]))
        && ids.All(piece => piece.Value != 0 || piece.Key[0] != '\uFEFF');

    /// <summary>Writes pieces in the order of their ids.</summary>
    internal static void Write(string path, IReadOnlyDictionary<string, int> ids) =>
        File.WriteAllText(path, string.Concat(ids.OrderBy(piece => piece.Value).Select(piece => piece.Key + "\n")), StrictUtf8);
}
