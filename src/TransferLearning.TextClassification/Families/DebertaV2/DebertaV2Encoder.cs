using System.Collections.Immutable;
using TorchSharp.Modules;
using TorchSharp.Utils;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.DebertaV2;

/// <summary>DeBERTa-v2 and -v3 (He et al. 2021, 2023) on packed batches; equal to the reference implementation's <c>DebertaV2Model</c>.</summary>
internal sealed class DebertaV2Encoder : TextEncoder
{
    private readonly DebertaV2Embeddings embeddings;
    private readonly ModuleList<PostNormLayer<RelativeDistances?>> layers;
    private readonly EmbeddingBlock? distances;

    [ComponentName(Name = "distance_norm")]
    private readonly LayerNormBlock? distanceNorm;

    private readonly DebertaV2Configuration configuration;
    private readonly Pooling pooling;

    internal DebertaV2Encoder(DebertaV2Configuration configuration, Pooling pooling)
        : base(nameof(DebertaV2Encoder))
    {
        this.configuration = configuration;
        this.pooling = pooling;
        TransformerShape shape = configuration.Shape;
        embeddings = new DebertaV2Embeddings(configuration);
        layers = new ModuleList<PostNormLayer<RelativeDistances?>>(
            [.. Enumerable.Range(0, shape.Layers).Select(_ => new PostNormLayer<RelativeDistances?>(new DisentangledAttentionBlock(shape, configuration.Terms), shape))]);
        distances = configuration.Distances is { } scale ? new EmbeddingBlock(2 * scale.Span, shape.HiddenSize) : null;
        distanceNorm = configuration.NormsDistances ? new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon) : null;
        RegisterComponents();
    }

    public override int HiddenSize => configuration.Shape.HiddenSize;

    public override int? MaxTokens => configuration.Positions;

    public override EncoderOutput Forward(TokenBatch batch, ForwardContext context)
    {
        RelativeDistances? between = Distances(batch);
        Tensor? chosen = PackedPooling.OneToken(batch, pooling, context);
        (Tensor last, ImmutableArray<Tensor> states) = LayerStack.Run(
            embeddings.Forward(batch, context), layers.Count, (i, hidden, tokens) => layers[i].Forward(hidden, between, batch, context, tokens), chosen, context);
        return chosen is null ? new EncoderOutput { TokenVectors = last, TextVectors = PackedPooling.Pool(last, batch, pooling), HiddenStates = states }
            : EncoderOutput.OfTexts(last);
    }

    public override void InitializeParameter(string name, Parameter parameter, long seed) =>
        ParameterInitialization.Default(name, parameter, seed, configuration.InitializerRange);

    /// <summary>Only the vectors of the distances within the batch's longest text take part: most of the table in short texts does not.</summary>
    private RelativeDistances? Distances(TokenBatch batch)
    {
        if (distances is null || configuration.Distances is not { } scale)
        {
            return null;
        }

        int longest = batch.MaxLength;
        Tensor rows = scale.RowsOfDistances(longest, CPU); // ascending; the host reads the ends
        (long first, long last) = (rows[0].item<long>(), rows[^1].item<long>());
        Tensor fromFirst = TensorMemory.Upload(rows - first, batch.Device);
        Tensor vectors = distances.Forward(arange(first, last + 1, ScalarType.Int64, batch.Device)); // [distances, hidden]
        return new(
            distanceNorm is null ? vectors : distanceNorm.Forward(vectors),
            [.. batch.Groups.Select(group =>
            {
                Tensor places = arange(group.Length, ScalarType.Int64, batch.Device);
                Tensor between = places.unsqueeze(1) - places.unsqueeze(0) + (longest - 1); // [query, key]
                return fromFirst.index_select(0, between.flatten()).view(group.Length, group.Length);
            })]);
    }
}
