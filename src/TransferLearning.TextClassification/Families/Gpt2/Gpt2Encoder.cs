using System.Collections.Immutable;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Families.Gpt2;

/// <summary>GPT-2 (Radford et al. 2019) on packed batches; equal to the reference implementation's <c>GPT2Model</c>, whichever side that pads.</summary>
internal sealed class Gpt2Encoder : TextEncoder
{
    private readonly EmbeddingBlock tokens;
    private readonly EmbeddingBlock positions;
    private readonly ModuleList<Gpt2Layer> layers;
    private readonly LayerNormBlock norm;
    private readonly Gpt2Configuration configuration;
    private readonly Pooling pooling;

    internal Gpt2Encoder(Gpt2Configuration configuration, Pooling pooling)
        : base(nameof(Gpt2Encoder))
    {
        this.configuration = configuration;
        this.pooling = pooling;
        TransformerShape shape = configuration.Shape;
        tokens = new EmbeddingBlock(configuration.VocabularySize, shape.HiddenSize);
        positions = new EmbeddingBlock(configuration.Positions, shape.HiddenSize);
        layers = new ModuleList<Gpt2Layer>([.. Enumerable.Range(0, shape.Layers).Select(layer => new Gpt2Layer(shape, configuration.ScaleOf(layer)))]);
        norm = new LayerNormBlock(shape.HiddenSize, shape.NormEpsilon);
        RegisterComponents();
    }

    public override int HiddenSize => configuration.Shape.HiddenSize;

    public override int? MaxTokens => configuration.Positions;

    internal override bool RunsOnLanes => true;

    public override EncoderOutput Forward(TokenBatch batch, ForwardContext context)
    {
        Tensor embedded = context.Fused is { } fused && FusedPass.Supports(HiddenSize)
            ? fused.Embed([(tokens, batch.TokenIds), (positions, batch.PositionIds)], null, configuration.EmbeddingDropout, context)
            : context.Dropout(tokens.Forward(batch.TokenIds) + positions.Forward(batch.PositionIds), configuration.EmbeddingDropout);
        Tensor? last = pooling == Pooling.LastToken && configuration.PaddingId is { } padding ? LastTokensBefore(padding, batch) : null;
        Tensor? chosen = context.NeedsTokenVectors ? null : last ?? PackedPooling.OneToken(batch, pooling, context);
        (Tensor hidden, ImmutableArray<Tensor> states) = LayerStack.Run(
            embedded, layers.Count, (i, input, tokens) => layers[i].Forward(input, batch, context, tokens), chosen, context);
        Tensor normed = norm.Forward(hidden);
        return chosen is not null ? EncoderOutput.OfTexts(normed) : new EncoderOutput
        {
            TokenVectors = normed,
            TextVectors = last is null ? PackedPooling.Pool(normed, batch, pooling) : normed.index_select(0, last),
            HiddenStates = states.IsEmpty ? states : [.. states[..^1], normed], // the reference shows the last one normed
        };
    }

    public override void InitializeParameter(string name, Parameter parameter, long seed) =>
        ParameterInitialization.Default(name, parameter, seed, configuration.InitializerRange);

    /// <summary>A text may end with the padding token as a word; the reference takes the last token that is another, else the first one.</summary>
    private static Tensor LastTokensBefore(int padding, TokenBatch batch)
    {
        Tensor places = batch.PositionIds * batch.TokenIds.ne(padding).to(ScalarType.Int64); // [tokens]
        Tensor[] parts = places.split([.. batch.Groups.Select(group => (long)group.TokenCount)]);
        return batch.FirstTokens + cat([.. batch.Groups.Select((group, i) => parts[i].view(group.TextCount, group.Length).amax([1]))]);
    }
}
