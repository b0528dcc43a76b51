using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Heads;

namespace TransferLearning.TextClassification.Families.Gpt2;

/// <summary>The GPT-2 family: names and options of the reference implementation's <c>gpt2</c>.</summary>
internal sealed partial class Gpt2Family : EncoderFamily<Gpt2EncoderOptions>, IHeadOwner
{
    internal static Gpt2Family Instance { get; } = new();

    public override string Name => "gpt2";

    public override Pooling DefaultPooling => Pooling.LastToken;

    public HeadKind Head { get; } = new ReferenceHeadKind("gpt2", "score.weight", shape => new LinearHead(shape, dropout: 0, hasBias: false) { Names = new(("classifier", "score")) });

    public override ImmutableArray<Pooling> Poolings => PackedPooling.OfTokens;

    internal override string? CheckpointPrefix => "transformer";

    internal override string? ClassifierArchitecture => "GPT2ForSequenceClassification";

    internal override ImmutableArray<string> ClassifierDropoutKeys => [];

    internal override double UsualClassifierDropout => 0;

    internal override ImmutableArray<string> SizeKeys => ["n_embd", "n_layer", "n_head", "n_inner", "n_positions", .. base.SizeKeys];

    internal override TensorNameTable TensorNames { get; } = new(
        ("tokens", "wte"),
        ("positions", "wpe"),
        ("norm", "ln_f"),
        ("layers.{n}.attention_norm", "h.{n}.ln_1"),
        ("layers.{n}.attention.projection", "h.{n}.attn.c_attn"),
        ("layers.{n}.attention.output", "h.{n}.attn.c_proj"),
        ("layers.{n}.output_norm", "h.{n}.ln_2"),
        ("layers.{n}.feed_forward.inner", "h.{n}.mlp.c_fc"),
        ("layers.{n}.feed_forward.outer", "h.{n}.mlp.c_proj"));

    internal override EncoderLimits LimitsOf(EncoderConfiguration configuration)
    {
        Gpt2Configuration read = Gpt2Configuration.Read(configuration);
        return new(read.Positions, read.VocabularySize, Layers: read.Shape.Layers);
    }

    public override TextEncoder Create(EncoderConfiguration configuration) => new Gpt2Encoder(Gpt2Configuration.Read(configuration), configuration.Pooling);

    /// <summary>The layers' matrices stand inputs by outputs.</summary>
    internal override bool IsTransposed(string name) =>
        name.StartsWith("layers.", StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal) && !name.Contains("norm", StringComparison.Ordinal);

    internal override bool IsConstant(string theirName) => AttentionMask().IsMatch(theirName);

    public override JsonObject Configure(Gpt2EncoderOptions options, int vocabularySize) => throw FromCheckpointOnly.Refuse(Name);

    public override IEnumerable<string> FindProblems(Gpt2EncoderOptions options, bool isPretrained)
    {
        if (!isPretrained)
        {
            yield return "Gpt2EncoderOptions stand without a checkpoint; expected one, for a GPT-2 starts from a checkpoint only.";
        }

        foreach ((string name, double? value) in ((string, double?)[])[("HiddenDropout", options.HiddenDropout), ("AttentionDropout", options.AttentionDropout)])
        {
            if (value is { } dropout && !(dropout is >= 0 and < 1))
            {
                yield return FormattableString.Invariant($"Gpt2EncoderOptions.{name} is {dropout}; expected a number from 0 to below 1.");
            }
        }
    }

    public override void Adapt(Gpt2EncoderOptions options, JsonObject configuration)
    {
        if (options.HiddenDropout is { } hidden)
        {
            configuration["resid_pdrop"] = hidden;
            configuration["embd_pdrop"] = hidden;
        }

        if (options.AttentionDropout is { } attention)
        {
            configuration["attn_pdrop"] = attention;
        }
    }

    [GeneratedRegex(@"(^|\.)h\.\d+\.attn\.(bias|masked_bias)$", RegexOptions.CultureInvariant)]
    private static partial Regex AttentionMask();
}
