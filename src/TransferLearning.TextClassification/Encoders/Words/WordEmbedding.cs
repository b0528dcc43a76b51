using TorchSharp.Modules;
using TorchSharp.Utils;
using TransferLearning.TextClassification.Checkpoints.Vectors;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Words;

/// <summary>The vectors of words: trained, fixed, or one of each beside the other (Kim 2014).</summary>
internal sealed class WordEmbedding : nn.Module
{
    private readonly WordEmbeddingShape shape;
    private readonly Parameter? tuned; // [words, size]

    [ComponentName(Name = "static")]
    private readonly Parameter? unchanged; // [words, size]

    internal WordEmbedding(WordEmbeddingShape shape)
        : base(nameof(WordEmbedding))
    {
        this.shape = shape;
        tuned = shape.Channels == WordVectorChannels.Static ? null : Uninitialized.Parameter(shape.Words, shape.Size);
        unchanged = shape.Channels == WordVectorChannels.Tuned ? null : Uninitialized.Parameter(shape.Words, shape.Size);
        if (unchanged is not null)
        {
            unchanged.requires_grad = false;
        }

        RegisterComponents();
    }

    internal int Size => shape.TotalSize;

    internal Tensor Forward(TokenBatch batch) // [tokens, size of all channels]
    {
        Tensor[] channels = [.. Channels.Select(table => table.index_select(0, batch.TokenIds))];
        return channels.Length == 1 ? channels[0] : cat(channels, 1);
    }

    /// <summary>Takes over vectors; words without one keep their new vector, brought to the size of the others.</summary>
    internal void SetVectors(FoundVectors found)
    {
        Parameter first = Channels.First();
        float[] values = TensorMemory.ToArray(first);
        double own = Math.Sqrt(values.Sum(value => (double)value * value) / values.Length);
        float scale = own > 0 && found.Scale > 0 ? (float)(found.Scale / own) : 1;
        for (int word = 0; word < shape.Words; word++)
        {
            Span<float> row = values.AsSpan(word * shape.Size, shape.Size);
            if (found.ById.TryGetValue(word, out float[]? vector))
            {
                vector.CopyTo(row);
            }
            else
            {
                foreach (ref float value in row)
                {
                    value *= scale;
                }
            }
        }

        foreach (Parameter channel in Channels)
        {
            ParameterInitialization.Fill(channel, destination => values.CopyTo(destination));
        }
    }

    private IEnumerable<Parameter> Channels => ((Parameter?[])[unchanged, tuned]).OfType<Parameter>();
}
