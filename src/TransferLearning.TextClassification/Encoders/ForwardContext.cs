using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using TransferLearning.TextClassification.Encoders;
using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>What a forward pass is for: training or not, its random stream, and which intermediate results are wanted. One object a pass.</summary>
[Experimental("TLTC1001")]
public sealed class ForwardContext
{
    private readonly SeededRandom random;
    private ulong dropoutCalls;

    private ForwardContext(bool training, SeededRandom random)
    {
        Training = training;
        this.random = random;
    }

    /// <summary>Whether dropout is on.</summary>
    public bool Training { get; }

    /// <summary>Whether the encoder keeps the hidden states of every layer in its output. Default: false.</summary>
    public bool KeepHiddenStates { get; internal set; }

    /// <summary>Whether <see cref="EncoderOutput.TokenVectors"/> is read; an encoder may leave it out where it is not. Always true where hidden states are kept.</summary>
    internal bool NeedsTokenVectors
    {
        get => field || KeepHiddenStates;
        set;
    }

    = true;

    /// <summary>Which part of a batch the pass sees.</summary>
    internal BatchPart Part { get; init; }

    /// <summary>Where blocks compute what they can by kernels, or null: by tensor operations.</summary>
    internal FusedPass? Fused { get; init; }

    /// <summary>The matrix products of an encoder's blocks where they run by tensor operations.</summary>
    internal Products Products { get; private init; } = Products.Float32;

    /// <summary>A pass that predicts: no dropout.</summary>
    /// <returns>The context.</returns>
    public static ForwardContext Inference() => new(false, default);

    /// <summary>A pass that predicts, by kernels where there are some.</summary>
    internal static ForwardContext Inference(FusedPass? fused, Products? products = null) => new(false, default) { Fused = fused, Products = products ?? Products.Float32 };

    /// <summary>A pass that trains.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The number of the micro-batch in the run.</param>
    /// <param name="keepHiddenStates">Whether the encoder keeps the hidden states of every layer.</param>
    /// <returns>The context; equal arguments give equal dropout masks.</returns>
    public static ForwardContext ForTraining(long seed, long step, bool keepHiddenStates = false) =>
        ForTraining(seed, step, null, keepHiddenStates);

    /// <summary>A pass that trains, by kernels where there are some.</summary>
    internal static ForwardContext ForTraining(long seed, long step, FusedPass? fused, bool keepHiddenStates = false, BatchPart part = default, Products? products = null) =>
        new(true, SeededRandom.FromSeed(seed).Child("dropout").Child((ulong)step))
        {
            KeepHiddenStates = keepHiddenStates,
            Fused = fused,
            Part = part,
            Products = products ?? Products.Float32,
        };

    /// <summary>The stream of the next dropout, another at each call.</summary>
    internal SeededRandom NextStream() => random.Child(dropoutCalls++);

    /// <summary>The mask of the next dropout of a matrix with a row for each token (or text) of the batch; one that drops nothing outside training.</summary>
    internal DropoutMask NextDropout(double probability, int columns, bool ofTexts = false) =>
        Training && probability > 0 ? NextStream().Dropout(probability).From(unchecked((uint)(columns * (ofTexts ? Part.FirstText : Part.FirstToken)))) : default;

    /// <summary>The next dropout of attention's probabilities.</summary>
    internal AttentionDropout NextAttentionDropout(double probability) => Training && probability > 0 ? new(probability, NextStream(), Part.FirstText) : default;

    /// <summary>Sets elements to 0 with a probability and scales the others by 1 / (1 - probability); returns the input itself outside training.</summary>
    /// <param name="input">Any shape, float32.</param>
    /// <param name="probability">From 0 to below 1.</param>
    /// <returns>A tensor of the same shape.</returns>
    public torch.Tensor Dropout(torch.Tensor input, double probability)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!Training || probability <= 0)
        {
            return input;
        }

        SeededRandom stream = NextStream();
        DropoutMask factors = (Part.Number == 0 ? stream : stream.Child((ulong)Part.Number)).Dropout(probability);
        return input * factors.ToTensor(input.shape, input.device);
    }
}
