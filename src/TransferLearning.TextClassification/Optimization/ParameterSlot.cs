using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Optimization;

/// <summary>One parameter and its optimizer state: float arrays where the fused loops reach its memory, else tensors beside it.</summary>
internal sealed class ParameterSlot : IDisposable
{
    private readonly int stateCount;

    internal ParameterSlot(string name, Tensor parameter, double weightDecay, double learningRateFactor, int stateCount, RowSchedule? schedule)
    {
        Name = name;
        Parameter = parameter;
        WeightDecay = weightDecay;
        LearningRateFactor = learningRateFactor;
        this.stateCount = stateCount;
        Length = parameter.numel();
        IsFused = parameter.device_type == TorchSharp.DeviceType.CPU && parameter.dtype == ScalarType.Float32
            && parameter.is_contiguous() && Length <= int.MaxValue / sizeof(float);
        Schedule = IsFused ? schedule : null;
    }

    internal string Name { get; }

    internal Tensor Parameter { get; }

    internal double WeightDecay { get; }

    internal double LearningRateFactor { get; }

    internal long Length { get; }

    /// <summary>Whether it is contiguous float32 memory of this process.</summary>
    internal bool IsFused { get; }

    /// <summary>When its rows are updated, where that differs; else null: all elements at every step.</summary>
    internal RowSchedule? Schedule { get; }

    /// <summary>Steps taken, the one under way included.</summary>
    internal int Steps { get; private set; }

    /// <summary>The state of a fused parameter; empty before its first step.</summary>
    internal float[][] Arrays { get; private set; } = [];

    /// <summary>The state of any other parameter; empty before its first step.</summary>
    internal Tensor[] Tensors { get; private set; } = [];

    /// <summary>Counts a step; the first one makes the state, of zeros.</summary>
    internal void BeginStep()
    {
        if (Steps++ > 0)
        {
            return;
        }

        if (IsFused)
        {
            Arrays = [.. Enumerable.Range(0, stateCount).Select(_ => new float[Length])];
        }
        else
        {
            Tensors = [.. Enumerable.Range(0, stateCount).Select(_ => zeros_like(Parameter, requires_grad: false).DetachFromDisposeScope())];
        }
    }

    /// <summary>A copy of one state array.</summary>
    internal float[] CopyState(int index)
    {
        if (IsFused)
        {
            return [.. Arrays[index]];
        }

        using var scope = NewDisposeScope();
        return Tensors[index].to(ScalarType.Float32).cpu().flatten().data<float>().ToArray();
    }

    /// <summary>Puts a state back.</summary>
    /// <param name="steps">Steps taken; 0 where there is no state.</param>
    /// <param name="state">The state arrays.</param>
    /// <param name="rows">What <see cref="RowSchedule.CopyRows"/> gave; null where that is not known: no row waits then.</param>
    internal void Restore(int steps, IReadOnlyList<float[]> state, float[]? rows)
    {
        Dispose();
        Steps = steps;
        if (steps > 0 && rows is null)
        {
            Schedule?.ActivateAll(steps);
        }
        else
        {
            Schedule?.Restore(rows ?? new float[Parameter.shape[0]]);
        }

        if (steps == 0)
        {
            Arrays = [];
        }
        else if (IsFused)
        {
            Arrays = [.. state.Select(values => (float[])[.. values])];
        }
        else
        {
            using var scope = NewDisposeScope();
            Tensors = [.. state.Select(values =>
                tensor(values).reshape(Parameter.shape).to(Parameter.dtype).to(Parameter.device).DetachFromDisposeScope())];
        }
    }

    public void Dispose()
    {
        foreach (Tensor state in Tensors)
        {
            state.Dispose();
        }

        Tensors = [];
    }
}
