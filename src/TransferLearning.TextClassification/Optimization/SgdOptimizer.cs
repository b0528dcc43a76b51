using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TransferLearning.TextClassification.Extensibility;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>Stochastic gradient descent with PyTorch's formulas: the first step's gradient is the momentum, undampened.</summary>
internal sealed class SgdOptimizer(IReadOnlyList<ParameterGroup> groups, SgdOptions options)
    : ElementwiseOptimizer(groups, options.LearningRate, options.WeightDecay, options.Momentum == 0 ? [] : ["momentum_buffer"])
{
    private protected override void Update(ParameterSlot slot, in ElementRange range, double rate, double gradientScale)
    {
        float step = (float)rate;
        float scale = (float)gradientScale;
        float penalty = (float)slot.WeightDecay;
        float momentum = (float)options.Momentum;
        float share = slot.Steps == 1 ? 1 : (float)(1 - options.Dampening);
        // The direction is (gradientPart · gradient + momentumPart · momentum buffer).
        float gradientPart = momentum == 0 || options.Nesterov ? 1 : 0;
        float momentumPart = momentum == 0 ? 0 : options.Nesterov ? momentum : 1;

        Span<float> buffer = momentum == 0 ? [] : range.State(0);
        ref float p = ref MemoryMarshal.GetReference(range.Parameter);
        ref float g = ref MemoryMarshal.GetReference(range.Gradient);
        ref float b = ref MemoryMarshal.GetReference(buffer);
        int length = range.Parameter.Length;
        int i = 0;
        for (; i <= length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            nuint at = (nuint)i;
            Vector256<float> weight = Vector256.LoadUnsafe(ref p, at);
            Vector256<float> gradient = (Vector256.LoadUnsafe(ref g, at) * scale) + (weight * penalty);
            Vector256<float> direction = gradient;
            if (momentum != 0)
            {
                Vector256<float> kept = (Vector256.LoadUnsafe(ref b, at) * momentum) + (gradient * share);
                kept.StoreUnsafe(ref b, at);
                direction = (gradient * gradientPart) + (kept * momentumPart);
            }

            (weight - (direction * step)).StoreUnsafe(ref p, at);
        }

        for (; i < length; i++)
        {
            ref float weight = ref range.Parameter[i];
            float gradient = (range.Gradient[i] * scale) + (weight * penalty);
            float direction = gradient;
            if (momentum != 0)
            {
                buffer[i] = (buffer[i] * momentum) + (gradient * share);
                direction = (gradient * gradientPart) + (buffer[i] * momentumPart);
            }

            weight -= direction * step;
        }
    }

    private protected override void Update(ParameterSlot slot, Tensor gradient, double rate)
    {
        if (slot.WeightDecay != 0)
        {
            gradient.add_(slot.Parameter, alpha: slot.WeightDecay);
        }

        Tensor direction = gradient;
        if (options.Momentum != 0)
        {
            Tensor buffer = slot.Tensors[0].mul_(options.Momentum).add_(gradient, alpha: slot.Steps == 1 ? 1 : 1 - options.Dampening);
            direction = options.Nesterov ? gradient.add_(buffer, alpha: options.Momentum) : buffer;
        }

        slot.Parameter.add_(direction, alpha: -rate);
    }
}
