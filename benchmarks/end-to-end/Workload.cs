using System.Globalization;
using System.Text;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Texts that every system works on: the first rows of a real set, cut at a length, or running text in rows of one length.</summary>
internal sealed record Workload(string Name, string Set, string Split, int Rows, int MaxTokens)
{
    private const string RunningText = "wikitext2";
    private const int MostLettersOfToken = 16;

    internal static IReadOnlyList<Workload> All { get; } =
    [
        new("short", "sst2", "train", 1024, 128),
        new("news", "agnews", "test", 512, 128),
        new("long", "imdb", "train", 128, 256),
    ];

    /// <summary>A workload by its name, or <c>32x128</c>: 32 texts of 128 tokens each.</summary>
    internal static Workload Find(string name) =>
        All.FirstOrDefault(workload => workload.Name == name)
        ?? (name.Split('x') is [var rows, var tokens] && int.TryParse(rows, CultureInfo.InvariantCulture, out int count) && int.TryParse(tokens, CultureInfo.InvariantCulture, out int length)
            ? new(name, RunningText, "train", count, length)
            : throw new ArgumentException($"There is no workload '{name}'; there are {string.Join(", ", All.Select(workload => workload.Name))}, and texts x tokens such as 32x128."));

    internal IReadOnlyList<TextExample> Read(string shared) => Set == RunningText
        ? [.. Running(shared).Take(Rows)]
        : [.. TextDataset.Read(Path.Combine(shared, "data", Set, Split + ".tsv")).Take(Rows)];

    /// <summary>Lines joined until they are longer than the cut, again and again.</summary>
    private IEnumerable<TextExample> Running(string shared)
    {
        string[] lines = Corpus.ReadLines(shared, Set);
        StringBuilder text = new();
        for (int i = 0; ; i = (i + 1) % lines.Length)
        {
            text.Append(lines[i]).Append(' ');
            if (text.Length >= MostLettersOfToken * MaxTokens)
            {
                yield return new TextExample(text.ToString(0, MostLettersOfToken * MaxTokens), TextTarget.FromLabel("none"));
                text.Clear();
            }
        }
    }
}
