using System.Collections.Immutable;
using TorchSharp.Modules;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders;

/// <summary>
/// An encoder with a pooling behind it that it does not know: text vectors are made from its token vectors and hidden states. Its parameters have the names that the
/// encoder gives them; those of the pooling begin with <c>pooling.</c> Owns the encoder.
/// </summary>
internal sealed class PooledEncoder : TextEncoder
{
    internal const string OwnPrefix = "pooling.";

    private const string CorePrefix = "core.";
    private const int MostLayers = 4;
    private const int AttentionSize = 128;
    private const double AttentionDeviation = 0.02;

    private readonly TextEncoder core;
    private readonly AttentionPooling? pooling;
    private readonly Pooling kind;
    private readonly int layers;

    /// <exception cref="CheckpointException">The configuration does not say how many layers there are, where that is asked for.</exception>
    internal PooledEncoder(EncoderFamily family, EncoderConfiguration configuration)
        : base(nameof(PooledEncoder))
    {
        kind = configuration.Pooling;
        Pooling simple = family.Poolings.Contains(Pooling.FirstToken) ? Pooling.FirstToken : family.Poolings[0];
        layers = kind == Pooling.LastLayers ? Math.Min(MostLayers, LayersOf(family, configuration)) : 1;
        core = family.Create(new() { Values = configuration.Values, Path = configuration.Path, Pooling = simple });
        pooling = kind == Pooling.Attention ? new AttentionPooling(core.HiddenSize, AttentionSize, hops: 1) : null;
        RegisterComponents();
    }

    /// <summary>The poolings that need nothing but token vectors and hidden states.</summary>
    internal static ImmutableArray<Pooling> Poolings { get; } =
        [Pooling.FirstToken, Pooling.LastToken, Pooling.Mean, Pooling.Max, Pooling.LastMaxMean, Pooling.Attention, Pooling.LastLayers];

    public override int HiddenSize => core.HiddenSize;

    public override int TextVectorSize => kind == Pooling.LastLayers ? layers * HiddenSize : PackedPooling.SizeOf(HiddenSize, kind);

    public override int? MaxTokens => core.MaxTokens;

    internal override bool RunsOnLanes => core.RunsOnLanes;

    internal override TextEncoder Core => core;

    public override EncoderOutput Forward(TokenBatch batch, ForwardContext context)
    {
        context.NeedsTokenVectors = true;
        context.KeepHiddenStates |= kind == Pooling.LastLayers;
        EncoderOutput output = core.Forward(batch, context);
        if (kind == Pooling.LastLayers && output.HiddenStates.Length < layers)
        {
            throw new InvalidOperationException($"The pooling is LastLayers, but {core.GetType().Name} gave {output.HiddenStates.Length} hidden states; at least {layers} are expected where ForwardContext.KeepHiddenStates is true.");
        }

        return new() { TokenVectors = output.TokenVectors, TextVectors = Pool(output, batch), HiddenStates = output.HiddenStates, BlockMask = output.BlockMask };
    }

    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) => base.named_parameters(recurse)
        .Select(pair => (pair.name.StartsWith(CorePrefix, StringComparison.Ordinal) ? pair.name[CorePrefix.Length..] : pair.name, pair.parameter));

    public override void InitializeParameter(string name, Parameter parameter, long seed)
    {
        if (name.StartsWith(OwnPrefix, StringComparison.Ordinal))
        {
            ParameterInitialization.Default(name, parameter, seed, AttentionDeviation); // at first nearly the mean
        }
        else
        {
            core.InitializeParameter(name, parameter, seed);
        }
    }

    private Tensor Pool(EncoderOutput output, TokenBatch batch) => kind switch // [texts, TextVectorSize]
    {
        Pooling.Attention => pooling!.Forward(output, batch),
        Pooling.LastLayers => cat([.. output.HiddenStates.TakeLast(layers).Select(state => PackedPooling.Pool(state, batch, Pooling.Mean))], 1),
        _ => PackedPooling.Pool(output.TokenVectors, batch, kind),
    };

    private static int LayersOf(EncoderFamily family, EncoderConfiguration configuration) => family.LimitsOf(configuration).Layers
        ?? new CheckpointConfiguration(configuration.Path ?? "The encoder's configuration", configuration.Values).GetInt(EncoderLimits.LayersKey, null, 1); // says what is wrong
}
