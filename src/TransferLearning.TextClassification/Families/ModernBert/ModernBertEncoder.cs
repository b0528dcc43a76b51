using System.Collections.Immutable;
using TorchSharp.Modules;
using TorchSharp.Utils;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.ModernBert;

/// <summary>ModernBERT (Warner et al. 2024) on packed batches; equal to the reference implementation's <c>ModernBertModel</c>.</summary>
internal sealed class ModernBertEncoder : TextEncoder
{
    private readonly EmbeddingBlock tokens;

    [ComponentName(Name = "embedding_norm")]
    private readonly LayerNormBlock embeddingNorm;

    private readonly ModuleList<ModernBertLayer> layers;
    private readonly LayerNormBlock norm;
    private readonly ModernBertConfiguration configuration;
    private readonly Pooling pooling;

    internal ModernBertEncoder(ModernBertConfiguration configuration, Pooling pooling)
        : base(nameof(ModernBertEncoder))
    {
        this.configuration = configuration;
        this.pooling = pooling;
        TransformerShape shape = configuration.Shape;
        tokens = new EmbeddingBlock(configuration.VocabularySize, shape.HiddenSize);
        embeddingNorm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon, configuration.HasNormBias);
        layers = new ModuleList<ModernBertLayer>([.. Enumerable.Range(0, shape.Layers).Select(layer => new ModernBertLayer(configuration, layer))]);
        norm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon, configuration.HasNormBias);
        RegisterComponents();
    }

    public override int HiddenSize => configuration.Shape.HiddenSize;

    public override int? MaxTokens => configuration.Positions;

    internal override bool RunsOnLanes => true;

    public override EncoderOutput Forward(TokenBatch batch, ForwardContext context)
    {
        Tensor embedded = context.Fused is { } fused && FusedPass.Supports(HiddenSize)
            ? fused.Embed([(tokens, batch.TokenIds)], embeddingNorm, configuration.EmbeddingDropout, context)
            : context.Dropout(embeddingNorm.Forward(tokens.Forward(batch.TokenIds)), configuration.EmbeddingDropout);
        Lazy<RotaryPositions> whole = new(() => new(new RotaryTable(batch.PositionIds, configuration.HeadSize, configuration.Theta.Whole), new Tensor?[batch.Groups.Length]));
        Lazy<RotaryPositions> window = new(() => new(
            new RotaryTable(batch.PositionIds, configuration.HeadSize, configuration.Theta.Window),
            [.. batch.Groups.Select(group => AttentionMasks.Window(group.Length, configuration.Reach, batch.Device))]));
        Tensor? chosen = PackedPooling.OneToken(batch, pooling, context);
        (Tensor last, ImmutableArray<Tensor> states) = LayerStack.Run(
            embedded, layers.Count, (i, hidden, tokens) => layers[i].Forward(hidden, configuration.SeesAll[i] ? whole : window, batch, context, tokens), chosen, context);
        Tensor normed = norm.Forward(last);
        return chosen is not null ? EncoderOutput.OfTexts(normed) : new EncoderOutput
        {
            TokenVectors = normed,
            TextVectors = PackedPooling.Pool(normed, batch, pooling),
            HiddenStates = states.IsEmpty ? states : [.. states[..^1], normed], // the reference shows the last one normed
        };
    }

    public override void InitializeParameter(string name, Parameter parameter, long seed) =>
        ParameterInitialization.Default(name, parameter, seed, configuration.InitializerRange);
}
