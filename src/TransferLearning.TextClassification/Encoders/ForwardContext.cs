using System.Diagnostics.CodeAnalysis;
using TorchSharp;
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
    public bool KeepHiddenStates { get; init; }

    /// <summary>A pass that predicts: no dropout.</summary>
    /// <returns>The context.</returns>
    public static ForwardContext Inference() => new(false, default);

    /// <summary>A pass that trains.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The number of the micro-batch in the run.</param>
    /// <param name="keepHiddenStates">Whether the encoder keeps the hidden states of every layer.</param>
    /// <returns>The context; equal arguments give equal dropout masks.</returns>
    public static ForwardContext ForTraining(long seed, long step, bool keepHiddenStates = false) =>
        new(true, SeededRandom.FromSeed(seed).Child("dropout").Child((ulong)step)) { KeepHiddenStates = keepHiddenStates };

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

        SeededRandom stream = random.Child(dropoutCalls++);
        torch.Tensor mask = TensorMemory.Filled(input.shape, input.device, values => stream.FillDropoutMask(values, probability));
        return input * mask;
    }
}
