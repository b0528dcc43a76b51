using System.Collections.Immutable;
using TorchSharp.Modules;
using TorchSharp.Utils;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Families.Bert;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Mpnet;

/// <summary>MPNet on packed batches: BERT's embeddings without types, and attention with a bias of the distance that all layers share.</summary>
internal sealed class MpnetEncoder : TextEncoder
{
    private readonly BertEmbeddings embeddings;
    private readonly ModuleList<PostNormLayer<BiasedPositions>> layers;

    [ComponentName(Name = "distance_biases")]
    private readonly EmbeddingBlock distanceBiases;

    private readonly LinearBlock? pooler;
    private readonly BertConfiguration configuration;
    private readonly Pooling pooling;

    internal MpnetEncoder(BertConfiguration configuration, int buckets, Pooling pooling)
        : base(nameof(MpnetEncoder))
    {
        this.configuration = configuration;
        this.pooling = pooling;
        embeddings = new BertEmbeddings(configuration);
        layers = new ModuleList<PostNormLayer<BiasedPositions>>(
            [.. Enumerable.Range(0, configuration.Shape.Layers).Select(_ => new PostNormLayer<BiasedPositions>(new BiasedAttentionBlock(configuration.Shape), configuration.Shape))]);
        distanceBiases = new EmbeddingBlock(buckets, configuration.Shape.AttentionHeads);
        pooler = pooling == Pooling.Pooler ? new LinearBlock(HiddenSize, HiddenSize) : null;
        RegisterComponents();
    }

    public override int HiddenSize => configuration.Shape.HiddenSize;

    public override int? MaxTokens => configuration.Positions;

    internal override bool RunsOnLanes => true;

    public override EncoderOutput Forward(TokenBatch batch, ForwardContext context)
    {
        BiasedPositions biases = DistanceBiases(batch);
        Tensor? chosen = PackedPooling.OneToken(batch, pooling, context);
        (Tensor last, ImmutableArray<Tensor> states) = LayerStack.Run(
            embeddings.Forward(batch, context), layers.Count, (i, hidden, tokens) => layers[i].Forward(hidden, biases, batch, context, tokens), chosen, context);
        Tensor pooled = chosen is null ? PackedPooling.Pool(last, batch, pooling) : last; // [texts, hidden]
        Tensor vectors = pooler is null ? pooled : pooler.Forward(pooled).tanh();
        return chosen is null ? new EncoderOutput { TokenVectors = last, TextVectors = vectors, HiddenStates = states } : EncoderOutput.OfTexts(vectors);
    }

    public override void InitializeParameter(string name, Parameter parameter, long seed) =>
        ParameterInitialization.Default(name, parameter, seed, configuration.InitializerRange);

    private BiasedPositions DistanceBiases(TokenBatch batch)
    {
        int longest = batch.MaxLength;
        Tensor ofDistance = distanceBiases.Forward(TensorMemory.Upload(DistanceBuckets.OfDistances(longest, CPU), batch.Device)); // [2 longest - 1, heads]
        return new BiasedPositions(ofDistance, new(() => [.. batch.Groups.Select(group =>
        {
            Tensor places = arange(group.Length, ScalarType.Int64, batch.Device);
            Tensor distances = places.unsqueeze(0) - places.unsqueeze(1) + (longest - 1); // [query, key]
            return ofDistance.index_select(0, distances.flatten()).view(group.Length, group.Length, -1).permute(2, 0, 1);
        })]));
    }
}
