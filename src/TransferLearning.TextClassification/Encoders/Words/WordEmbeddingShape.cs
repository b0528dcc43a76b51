using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;

namespace TransferLearning.TextClassification.Encoders.Words;

/// <summary>What <c>config.json</c> says of the vectors of words.</summary>
/// <param name="Words">Tokens of the vocabulary.</param>
/// <param name="Size">Numbers a word in each channel.</param>
/// <param name="Channels">Which channels there are.</param>
internal readonly record struct WordEmbeddingShape(int Words, int Size, WordVectorChannels Channels)
{
    private const int LargestSize = 1 << 24;
    private const int DefaultSize = 128;

    private static readonly (WordVectorChannels Channels, string Name)[] Names =
        [(WordVectorChannels.Tuned, "tuned"), (WordVectorChannels.Static, "static"), (WordVectorChannels.Both, "both")];

    /// <summary>Numbers a word in all channels together.</summary>
    internal int TotalSize => Channels == WordVectorChannels.Both ? 2 * Size : Size;

    internal static WordEmbeddingShape Read(CheckpointConfiguration values)
    {
        string name = values.GetString("word_vectors", "tuned");
        int found = Array.FindIndex(Names, known => known.Name == name);
        return found >= 0
            ? new(values.GetInt("vocab_size", null, 1, LargestSize), values.GetInt("embedding_size", null, 1, LargestSize), Names[found].Channels)
            : throw values.Wrong("word_vectors", $"one of {string.Join(", ", Names.Select(known => known.Name))} is expected");
    }

    /// <summary>The part of a new <c>config.json</c>.</summary>
    internal static JsonObject Write(string family, WordEncoderOptions options, int vocabularySize) => new()
    {
        ["model_type"] = family,
        ["vocab_size"] = vocabularySize,
        ["embedding_size"] = options.EmbeddingSize ?? DefaultSize,
        ["word_vectors"] = Names.First(known => known.Channels == options.WordVectorChannels).Name,
    };
}
