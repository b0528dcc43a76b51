using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Encoders.Words;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Families.Rnn;

/// <summary>What <c>config.json</c> says of a recurrent network.</summary>
internal sealed record RnnConfiguration
{
    internal const int LargestSize = 1 << 16;
    internal const int MostLayers = 64;

    private const double LargestDropout = 0.999;

    private static readonly (RnnCell Cell, string Name)[] Cells = [(RnnCell.Lstm, "lstm"), (RnnCell.Gru, "gru")];

    internal required WordEmbeddingShape Words { get; init; }

    internal required RnnCell Cell { get; init; }

    internal required int HiddenSize { get; init; }

    internal required int Layers { get; init; }

    internal required int Directions { get; init; }

    internal required double VariationalDropout { get; init; }

    internal required double RecurrentDropout { get; init; }

    internal required int AttentionSize { get; init; }

    internal required int AttentionHops { get; init; }

    internal static RnnConfiguration Read(EncoderConfiguration source)
    {
        CheckpointConfiguration values = new(source.Path ?? "The RNN configuration", source.Values);
        string cell = values.GetString("cell");
        int found = Array.FindIndex(Cells, known => known.Name == cell);
        return new()
        {
            Words = WordEmbeddingShape.Read(values),
            Cell = found >= 0 ? Cells[found].Cell : throw values.Wrong("cell", $"one of {string.Join(", ", Cells.Select(known => known.Name))} is expected"),
            HiddenSize = values.GetInt("hidden_size", null, 1, LargestSize),
            Layers = values.GetInt("num_hidden_layers", null, 1, MostLayers),
            Directions = values.GetBool("bidirectional") ? 2 : 1,
            VariationalDropout = values.GetDouble("variational_dropout", 0, 0, LargestDropout),
            RecurrentDropout = values.GetDouble("recurrent_dropout", 0, 0, LargestDropout),
            AttentionSize = values.GetInt("attention_size", 1, 1, LargestSize),
            AttentionHops = values.GetInt("attention_hops", 1, 1, LargestSize),
        };
    }

    internal static JsonObject Write(RnnEncoderOptions options, int vocabularySize)
    {
        JsonObject values = WordEmbeddingShape.Write(RnnFamily.Instance.Name, options, vocabularySize);
        values["cell"] = Cells.First(known => known.Cell == options.Cell).Name;
        values["hidden_size"] = options.HiddenSize;
        values["num_hidden_layers"] = options.Layers;
        values["bidirectional"] = options.Bidirectional;
        values["variational_dropout"] = options.VariationalDropout;
        values["recurrent_dropout"] = options.RecurrentDropout;
        values["classifier_dropout"] = options.Dropout;
        values["attention_size"] = options.AttentionSize;
        values["attention_hops"] = options.AttentionHops;
        return values;
    }
}
