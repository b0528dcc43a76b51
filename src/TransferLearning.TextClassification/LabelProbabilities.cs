using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TransferLearning.TextClassification;

/// <summary>The probability of every label, as a view of the scores.</summary>
internal sealed class LabelProbabilities(LabelSet labels, float[] scores) : IReadOnlyDictionary<string, float>
{
    public int Count => labels.Count;

    public IEnumerable<string> Keys => labels;

    public IEnumerable<float> Values => scores;

    public float this[string key] => TryGetValue(key, out float value) ? value : throw new KeyNotFoundException($"There is no label '{key}'. The labels: {string.Join(", ", labels)}.");

    public bool ContainsKey(string key) => labels.TryGetPosition(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out float value)
    {
        bool known = labels.TryGetPosition(key, out int position);
        value = known ? scores[position] : 0;
        return known;
    }

    public IEnumerator<KeyValuePair<string, float>> GetEnumerator() => labels.Select((label, i) => KeyValuePair.Create(label, scores[i])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
