using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TransferLearning.TextClassification.Extensibility;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>Adam, and AdamW where the weight decay is decoupled, with PyTorch's formulas.</summary>
internal sealed class AdamOptimizer(IReadOnlyList<ParameterGroup> groups, AdamWOptions options, bool decoupledDecay)
    : ElementwiseOptimizer(groups, options.LearningRate ?? AdamWKind.PretrainedRate, options.WeightDecay, options.AmsGrad ? ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"] : ["exp_avg", "exp_avg_sq"],
        decoupledDecay ? Patience(options.Beta1) : null)
{
    private const float SmallestNormal = 1.17549435e-38f;

    private static int Patience(double beta1) => beta1 <= 0 ? 1 : (int)Math.Min(int.MaxValue, Math.Ceiling(Math.Log(1e-8) / Math.Log(beta1)));

    private protected override double DecayFactor(ParameterSlot slot, double rate) => (float)(1 - (rate * slot.WeightDecay));

    private protected override void Age(ParameterSlot slot, Range elements, int steps)
    {
        // The factors are those of the steps, rounded as there.
        Span<float> mean = slot.Arrays[0].AsSpan(elements);
        TensorPrimitives.Multiply(mean, (float)Math.Pow(1 - (double)(float)(1 - options.Beta1), steps), mean);
        Span<float> square = slot.Arrays[1].AsSpan(elements);
        TensorPrimitives.Multiply(square, (float)Math.Pow((float)options.Beta2, steps), square);
    }

    private protected override void Update(ParameterSlot slot, in ElementRange range, double rate, double gradientScale)
    {
        (double stepSize, double varianceScale) = Correction(slot.Steps, rate);
        float keep = decoupledDecay ? (float)(1 - (rate * slot.WeightDecay)) : 1;
        float penalty = decoupledDecay ? 0 : (float)slot.WeightDecay;
        float step = (float)stepSize;
        float scale = (float)gradientScale;
        float variance = (float)varianceScale;
        float epsilon = (float)options.Epsilon;
        float meanShare = (float)(1 - options.Beta1);
        float squareKeep = (float)options.Beta2;
        float squareShare = (float)(1 - options.Beta2);

        ref float p = ref MemoryMarshal.GetReference(range.Parameter);
        ref float g = ref MemoryMarshal.GetReference(range.Gradient);
        ref float m = ref MemoryMarshal.GetReference(range.State(0));
        ref float v = ref MemoryMarshal.GetReference(range.State(1));
        ref float largest = ref MemoryMarshal.GetReference(range.State(options.AmsGrad ? 2 : 1));
        int length = range.Parameter.Length;
        int width = Vector512<float>.Count;
        int i = 0;
        for (; i <= length - width; i += width)
        {
            nuint at = (nuint)i;
            Vector512<float> weight = Vector512.LoadUnsafe(ref p, at) * keep;
            Vector512<float> gradient = (Vector512.LoadUnsafe(ref g, at) * scale) + (weight * penalty);
            Vector512<float> mean = Vector512.LoadUnsafe(ref m, at);
            mean += (gradient - mean) * meanShare;
            Vector512<float> square = (Vector512.LoadUnsafe(ref v, at) * squareKeep) + (gradient * gradient * squareShare);
            mean.StoreUnsafe(ref m, at);
            square.StoreUnsafe(ref v, at);
            if (options.AmsGrad)
            {
                square = Vector512.Max(Vector512.LoadUnsafe(ref largest, at), square);
                square.StoreUnsafe(ref largest, at);
            }

            Vector512<float> denominator = (Root(square) * variance) + Vector512.Create(epsilon);
            (weight - (mean * step * Inverse(denominator))).StoreUnsafe(ref p, at);
        }

        for (; i < length; i++)
        {
            ref float weight = ref range.Parameter[i];
            weight *= keep;
            float gradient = (range.Gradient[i] * scale) + (weight * penalty);
            ref float mean = ref range.State(0)[i];
            mean += (gradient - mean) * meanShare;
            ref float square = ref range.State(1)[i];
            square = (square * squareKeep) + (gradient * gradient * squareShare);
            float divisor = square;
            if (options.AmsGrad)
            {
                divisor = range.State(2)[i] = MathF.Max(range.State(2)[i], square);
            }

            weight -= mean * step / ((MathF.Sqrt(divisor) * variance) + epsilon);
        }
    }

    private protected override void Update(ParameterSlot slot, Tensor gradient, double rate)
    {
        (double stepSize, double varianceScale) = Correction(slot.Steps, rate);
        if (decoupledDecay)
        {
            slot.Parameter.mul_(1 - (rate * slot.WeightDecay));
        }
        else if (slot.WeightDecay != 0)
        {
            gradient.add_(slot.Parameter, alpha: slot.WeightDecay);
        }

        Tensor mean = slot.Tensors[0].mul_(options.Beta1).add_(gradient, alpha: 1 - options.Beta1);
        Tensor square = slot.Tensors[1].mul_(options.Beta2).addcmul_(gradient, gradient, value: 1 - options.Beta2);
        if (options.AmsGrad)
        {
            square = slot.Tensors[2].copy_(maximum(slot.Tensors[2], square));
        }

        slot.Parameter.addcdiv_(mean, square.sqrt().mul_(varianceScale).add_(options.Epsilon), value: -stepSize);
    }

    /// <summary>The square root, to the last bit or two: the processor's estimate with one of Newton's steps, several times faster than its exact instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Root(Vector512<float> x)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512.Sqrt(x);
        }

        Vector512<float> positive = Vector512.Min(Vector512.Max(x, Vector512.Create(SmallestNormal)), Vector512.Create(float.MaxValue)); // the estimate of 0 is infinite, that of infinity 0
        Vector512<float> inverse = Avx512F.ReciprocalSqrt14(positive);
        Vector512<float> root = positive * inverse;
        return Vector512.FusedMultiplyAdd(root * 0.5f, Vector512.FusedMultiplyAdd(-root, inverse, Vector512<float>.One), root);
    }

    /// <summary>1 / x, likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Inverse(Vector512<float> x)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512<float>.One / x;
        }

        Vector512<float> inverse = Avx512F.Reciprocal14(x);
        return Vector512.FusedMultiplyAdd(inverse, Vector512.FusedMultiplyAdd(-x, inverse, Vector512<float>.One), inverse);
    }

    /// <summary>The step size, and what the root of the second moment is multiplied by, both with the bias correction.</summary>
    private (double StepSize, double VarianceScale) Correction(int steps, double rate) =>
        (rate / (1 - Math.Pow(options.Beta1, steps)), 1 / Math.Sqrt(1 - Math.Pow(options.Beta2, steps)));
}
