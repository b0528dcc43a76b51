using System.Collections;

namespace TransferLearning.TextClassification;

/// <summary>Labels in a fixed order, shared by all predictions of a classifier.</summary>
internal sealed class LabelSet : IReadOnlyList<string>
{
    private readonly string[] labels;
    private readonly Dictionary<string, int> positions;

    private LabelSet(string[] labels)
    {
        this.labels = labels;
        positions = new(labels.Length, StringComparer.Ordinal);
        for (int i = 0; i < labels.Length; i++)
        {
            if (!positions.TryAdd(labels[i], i))
            {
                throw new ArgumentException($"The label '{labels[i]}' stands twice among the labels.", nameof(labels));
            }
        }
    }

    internal static LabelSet Empty { get; } = new([]);

    public int Count => labels.Length;

    public string this[int index] => labels[index];

    internal static LabelSet From(IReadOnlyList<string> labels) => labels as LabelSet ?? new([.. labels]);

    internal bool TryGetPosition(string label, out int position) => positions.TryGetValue(label, out position);

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)labels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => labels.GetEnumerator();
}
