using TransferLearning.TextClassification.Checkpoints;

namespace TransferLearning.TextClassification.Tests;

/// <summary>A BERT of one layer as the reference implementation saves it, written tensor by tensor.</summary>
internal sealed class ReferenceBertFolder(string path)
{
    private const int Hidden = 8;
    private const int Inner = 16;

    private static readonly string[] Vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "where", "is", "my", "the", "refund", "invoice", "parcel", "courier", "please", "wrong", "again", "question", "about", "a", "."];

    private readonly SortedDictionary<string, (long[] Shape, float[] Values)> tensors = new(StringComparer.Ordinal);

    internal string Path { get; } = path;

    /// <summary>Members of <c>config.json</c> beyond the architecture, as JSON.</summary>
    internal string MoreConfiguration { get; set; } = "\"architectures\": [\"BertModel\"]";

    internal bool HasPooler { get; set; } = true;

    /// <summary>Tensors of one's own: a head, or what no model needs.</summary>
    internal void Add(string name, float[] values, params long[] shape) => tensors[name] = (shape, values);

    internal ReferenceBertFolder Write()
    {
        Directory.CreateDirectory(Path);
        File.WriteAllText(
            System.IO.Path.Combine(Path, "config.json"),
            $$"""
            { "model_type": "bert", "vocab_size": {{Vocabulary.Length}}, "hidden_size": {{Hidden}}, "num_hidden_layers": 1, "num_attention_heads": 2,
              "intermediate_size": {{Inner}}, "max_position_embeddings": 24, "type_vocab_size": 2, {{MoreConfiguration}} }
            """);
        File.WriteAllLines(System.IO.Path.Combine(Path, "vocab.txt"), Vocabulary);
        SafetensorsWriter.Write(
            System.IO.Path.Combine(Path, "model.safetensors"),
            [.. Encoder().Where(tensor => !tensors.ContainsKey(tensor.Name)), .. tensors.Select(pair => new TensorToWrite(pair.Key, pair.Value.Shape, pair.Value.Values))]);
        return this;
    }

    private IEnumerable<TensorToWrite> Encoder()
    {
        const string Layer = "bert.encoder.layer.0.";
        yield return Random("bert.embeddings.word_embeddings.weight", Vocabulary.Length, Hidden);
        yield return Random("bert.embeddings.position_embeddings.weight", 24, Hidden);
        yield return Random("bert.embeddings.token_type_embeddings.weight", 2, Hidden);
        string[] norms = ["bert.embeddings.LayerNorm", Layer + "attention.output.LayerNorm", Layer + "output.LayerNorm"];
        (string, int, int)[] linears =
        [
            (Layer + "attention.self.query", Hidden, Hidden), (Layer + "attention.self.key", Hidden, Hidden), (Layer + "attention.self.value", Hidden, Hidden),
            (Layer + "attention.output.dense", Hidden, Hidden), (Layer + "intermediate.dense", Inner, Hidden), (Layer + "output.dense", Hidden, Inner),
            .. HasPooler ? [("bert.pooler.dense", Hidden, Hidden)] : Array.Empty<(string, int, int)>(),
        ];
        foreach (string norm in norms)
        {
            yield return new(norm + ".weight", [Hidden], Enumerable.Repeat(1f, Hidden).ToArray());
            yield return new(norm + ".bias", [Hidden], new float[Hidden]);
        }

        foreach ((string name, int outputs, int inputs) in linears)
        {
            yield return Random(name + ".weight", outputs, inputs);
            yield return new(name + ".bias", [outputs], new float[outputs]);
        }
    }

    private static TensorToWrite Random(string name, int rows, int columns)
    {
        float[] values = new float[rows * columns];
        SeededRandom.FromSeed(3).Child(name).FillNormal(values, 0.3);
        return new(name, [rows, columns], values);
    }
}
