using System.Text;

namespace TransferLearning.TextClassification.Checkpoints.Vectors;

/// <summary>
/// The words whose vectors are wanted. A file's word stands for the wanted word that is written the same; where there is none and the wanted ones are lower-cased,
/// for that of its lower-cased form, until one written the same comes. The first of equal words counts.
/// </summary>
internal sealed class WantedWords(IReadOnlyDictionary<string, int> ids, bool areLowerCased)
{
    private const int LongestWord = 1024; // in bytes; a longer one is no word of a vocabulary

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup =
        new Dictionary<string, int>(ids, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly HashSet<int> exact = [];
    private readonly HashSet<int> lowered = [];
    private readonly char[] word = new char[LongestWord];
    private readonly char[] lower = new char[LongestWord];

    internal int Count => ids.Count;

    /// <summary>Whether a file's word stands for a wanted one of which no better vector is known, and of which.</summary>
    /// <param name="utf8">The word in the file; bytes that are no UTF-8 are replaced.</param>
    /// <param name="id">The wanted word's id.</param>
    internal bool TryFind(ReadOnlySpan<byte> utf8, out int id)
    {
        id = -1;
        if (utf8.Length > LongestWord)
        {
            return false;
        }

        ReadOnlySpan<char> written = word.AsSpan(0, Encoding.UTF8.GetChars(utf8, word));
        if (lookup.TryGetValue(written, out id))
        {
            return exact.Add(id);
        }

        int length = areLowerCased ? written.ToLowerInvariant(lower) : 0;
        return length > 0 && lookup.TryGetValue(lower.AsSpan(0, length), out id) && !exact.Contains(id) && lowered.Add(id);
    }
}
