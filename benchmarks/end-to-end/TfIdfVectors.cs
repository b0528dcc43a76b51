using System.Text.RegularExpressions;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>
/// Texts as vectors of TF-IDF: sublinear counts, smoothed inverse document frequency, unit length, as scikit-learn's <c>TfidfVectorizer</c> makes them of words and word
/// pairs, or of one to three characters.
/// </summary>
internal sealed partial class TfIdfVectors
{
    private const int LongestRun = 3;

    private readonly Dictionary<string, int> terms = new(StringComparer.Ordinal);
    private readonly double[] inverseDocumentFrequency;
    private readonly bool ofCharacters;

    internal TfIdfVectors(IReadOnlyCollection<string> texts, bool ofCharacters)
    {
        this.ofCharacters = ofCharacters;
        Dictionary<string, int> documents = texts.SelectMany(text => Terms(text).Distinct()).CountBy(term => term).ToDictionary(StringComparer.Ordinal);
        inverseDocumentFrequency = new double[documents.Count];
        foreach ((string term, int count) in documents)
        {
            inverseDocumentFrequency[terms.Count] = Math.Log((1.0 + texts.Count) / (1 + count)) + 1;
            terms.Add(term, terms.Count);
        }
    }

    /// <summary>How many terms there are.</summary>
    internal int Count => terms.Count;

    /// <summary>The terms of a text that are known, with their weights.</summary>
    internal (int Term, double Value)[] Of(string text)
    {
        (int Term, double Value)[] values =
        [
            .. Terms(text).Where(terms.ContainsKey).CountBy(term => term).Select(pair => (terms[pair.Key], (1 + Math.Log(pair.Value)) * inverseDocumentFrequency[terms[pair.Key]])),
        ];
        double length = Math.Sqrt(values.Sum(value => value.Value * value.Value));
        return [.. values.Select(value => (value.Term, value.Value / length))];
    }

    private IEnumerable<string> Terms(string text)
    {
        string lower = text.ToLowerInvariant();
        if (ofCharacters)
        {
            string[] runes = [.. Spaces().Replace(lower, " ").EnumerateRunes().Select(rune => rune.ToString())];
            return from length in Enumerable.Range(1, LongestRun) from start in Enumerable.Range(0, Math.Max(0, runes.Length - length + 1)) select string.Concat(runes[start..(start + length)]);
        }

        string[] words = [.. Word().Matches(lower).Select(match => match.Value)];
        return words.Concat(words.Zip(words.Skip(1), (first, second) => $"{first} {second}"));
    }

    [GeneratedRegex(@"\b\w\w+\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s\s+")]
    private static partial Regex Spaces();
}
