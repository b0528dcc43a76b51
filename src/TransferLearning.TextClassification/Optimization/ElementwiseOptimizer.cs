using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>
/// An optimizer that treats every element by itself: fused loops over contiguous float32 memory of this process, tensor operations for all else.
/// A parameter without a gradient is left out of the step, as PyTorch does.
/// </summary>
internal abstract class ElementwiseOptimizer : ParameterOptimizer
{
    private const string StepName = "step";
    private const string RowsName = "rows";
    private const double NormEpsilon = 1e-6;

    private readonly double learningRate;
    private readonly string[] stateNames;
    private readonly ParameterSlot[] slots;
    private readonly ParameterSlot[] tensorSlots;
    private readonly GradientBuffers buffers;
    private double gradientScale = 1;
    private Tensor? deviceNorm; // where all gradients lie on one device, until it is read: [], float64
    private Tensor? deviceScale; // what the next step multiplies them by, instead of gradientScale
    private bool areCleared; // the fused gradients, since the last step

    private protected ElementwiseOptimizer(IReadOnlyList<ParameterGroup> groups, double learningRate, double weightDecay, string[] stateNames, int? patience = null)
    {
        this.learningRate = learningRate;
        this.stateNames = stateNames;
        slots = [.. groups.SelectMany(group => group.Parameters.Select(parameter => new ParameterSlot(
            parameter.Name, parameter.Parameter, group.WeightDecay ?? weightDecay, group.LearningRateFactor, stateNames.Length,
            patience is { } steps && group.Rows.GetValueOrDefault(parameter.Name) is { } rows ? new RowSchedule(rows, (int)parameter.Parameter.shape[1], steps) : null)))];
        string? repeated = slots.GroupBy(slot => slot.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key;
        if (repeated is not null)
        {
            throw new ArgumentException($"The parameter '{repeated}' stands in the optimizer's groups more than once; give it once.", nameof(groups));
        }

        tensorSlots = [.. slots.Where(slot => !slot.IsFused)];
        buffers = new GradientBuffers(slots.Where(slot => slot.IsFused));
        foreach (ParameterSlot slot in slots.Where(slot => slot.Schedule is not null))
        {
            slot.Schedule!.Connect(() => slot.Steps, CatchUp(slot));
        }
    }

    public override double ClipGradients(double? maxNorm) => BeginClipping(maxNorm)();

    internal override Func<double> BeginClipping(double? maxNorm)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        ForgetClipping();
        // A norm for each gradient where it lies.
        Tensor[] norms = [.. Gradients().Select(pair => Precise(pair.Gradient).norm().to(ScalarType.Float64)).GroupBy(norm => norm.device.ToString(), (_, same) => stack([.. same]).norm())];
        if (norms is [Tensor only] && tensorSlots.Length == slots.Length)
        {
            deviceNorm = only.DetachFromDisposeScope();
            deviceScale = maxNorm is double most ? (most / (only + NormEpsilon)).clamp_max(1).DetachFromDisposeScope() : null;
            double? read = null;
            return () => read ??= TakeDeviceNorm();
        }

        buffers.Locate();
        double norm = Math.Sqrt(buffers.SumOfSquares() + norms.Sum(part => Math.Pow(part.item<double>(), 2)));
        gradientScale = maxNorm is double limit ? Math.Min(1, limit / (norm + NormEpsilon)) : 1;
        return () => norm;
    }

    public override void Step(double learningRateMultiplier)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        List<ParameterSlot> present = buffers.Locate();
        double rate = learningRate * learningRateMultiplier;
        double scale = gradientScale;
        foreach (ParameterSlot slot in present)
        {
            slot.BeginStep();
        }

        buffers.UpdateAndClear((ParameterSlot slot, in ElementRange range) => Update(slot, range, rate * slot.LearningRateFactor, scale));
        areCleared = true;
        foreach (ParameterSlot slot in present)
        {
            slot.Schedule?.EndStep(slot.Steps, DecayFactor(slot, rate * slot.LearningRateFactor));
        }

        foreach ((ParameterSlot slot, Tensor gradient) in Gradients())
        {
            slot.BeginStep();
            using var slotScope = NewDisposeScope();
            Tensor scaled = deviceScale is not null ? gradient * deviceScale : scale == 1 ? gradient.clone() : gradient * scale;
            Update(slot, scaled, rate * slot.LearningRateFactor);
        }
    }

    public override void ZeroGradients()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        if (!areCleared)
        {
            buffers.Locate();
            buffers.Clear();
        }

        areCleared = false;
        foreach ((_, Tensor gradient) in Gradients())
        {
            gradient.zero_();
        }

        gradientScale = 1;
        deviceScale?.Dispose();
        deviceScale = null;
    }

    internal override void BringUpToDate()
    {
        using var scope = NewDisposeScope();
        foreach (ParameterSlot slot in slots)
        {
            slot.Schedule?.UpdateAll(slot.Steps, CatchUp(slot));
        }
    }

    public override IReadOnlyDictionary<string, float[]> GetState()
    {
        BringUpToDate();
        Dictionary<string, float[]> state = new(StringComparer.Ordinal);
        foreach (ParameterSlot slot in slots.Where(slot => slot.Steps > 0))
        {
            state.Add($"{slot.Name}.{StepName}", [slot.Steps]);
            for (int i = 0; i < stateNames.Length; i++)
            {
                state.Add($"{slot.Name}.{stateNames[i]}", slot.CopyState(i));
            }

            if (slot.Schedule is { } schedule)
            {
                state.Add($"{slot.Name}.{RowsName}", schedule.CopyRows());
            }
        }

        return state;
    }

    public override void SetState(IReadOnlyDictionary<string, float[]> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        HashSet<string> left = new(state.Keys, StringComparer.Ordinal);
        List<Action> restorations = []; // all of the state is checked before any of it is used
        foreach (ParameterSlot slot in slots)
        {
            float[] Take(string name, long length)
            {
                string key = $"{slot.Name}.{name}";
                left.Remove(key);
                float[]? values = state.GetValueOrDefault(key);
                return values?.LongLength == length ? values
                    : throw new ArgumentException($"The optimizer state '{key}' has {values?.Length ?? 0} numbers; {length} are expected.", nameof(state));
            }

            int steps = state.ContainsKey($"{slot.Name}.{StepName}") ? (int)Take(StepName, 1)[0] : 0;
            float[][] arrays = steps > 0 ? [.. stateNames.Select(name => Take(name, slot.Length))] : [];
            bool hasRows = steps > 0 && left.Remove($"{slot.Name}.{RowsName}"); // of use only where rows are scheduled
            float[]? rows = hasRows && slot.Schedule is not null ? Take(RowsName, slot.Parameter.shape[0]) : null;
            restorations.Add(() => slot.Restore(steps, arrays, rows));
        }

        if (left.Count > 0)
        {
            throw new ArgumentException($"The optimizer state '{left.First()}' belongs to none of the optimizer's parameters.", nameof(state));
        }

        BringUpToDate();
        restorations.ForEach(restore => restore());
    }

    /// <summary>Updates a stretch of contiguous float32 memory.</summary>
    private protected abstract void Update(ParameterSlot slot, in ElementRange range, double rate, double gradientScale);

    /// <summary>Updates a tensor in place; <paramref name="gradient"/> is a scaled copy that may be written to.</summary>
    private protected abstract void Update(ParameterSlot slot, Tensor gradient, double rate);

    /// <summary>What a step multiplies the weights by, apart from the gradient's part.</summary>
    private protected virtual double DecayFactor(ParameterSlot slot, double rate) => 1;

    /// <summary>Lets the state of a row pass through steps without a gradient.</summary>
    private protected virtual void Age(ParameterSlot slot, Range elements, int steps)
    {
    }

    protected override void Dispose(bool disposing)
    {
        foreach (ParameterSlot slot in slots)
        {
            slot.Dispose();
        }

        ForgetClipping();
        base.Dispose(disposing);
    }

    private double TakeDeviceNorm()
    {
        using Tensor norm = deviceNorm!;
        deviceNorm = null;
        return norm.item<double>();
    }

    private void ForgetClipping()
    {
        deviceNorm?.Dispose();
        deviceScale?.Dispose();
        (deviceNorm, deviceScale, gradientScale) = (null, null, 1);
    }

    private static Tensor Precise(Tensor gradient) => gradient.dtype is ScalarType.Float32 or ScalarType.Float64 ? gradient : gradient.to(ScalarType.Float32);

    private RowSchedule.CatchUp CatchUp(ParameterSlot slot) => (start, decay, steps) =>
    {
        Range row = start..(start + slot.Schedule!.Columns);
        if (decay != 1)
        {
            Span<float> weights = TensorMemory.Floats(slot.Parameter)[row];
            TensorPrimitives.Multiply(weights, decay, weights);
        }

        if (steps > 0)
        {
            Age(slot, row, steps);
        }
    };

    private IEnumerable<(ParameterSlot Slot, Tensor Gradient)> Gradients()
    {
        foreach (ParameterSlot slot in tensorSlots)
        {
            Tensor? gradient = slot.Parameter.grad;
            if (gradient is not null)
            {
                yield return (slot, gradient);
            }
        }
    }
}
