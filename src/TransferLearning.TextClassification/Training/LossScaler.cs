using TorchSharp;
using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Training;

/// <summary>
/// Multiplies the loss before the backward pass, so that gradients do not become too small for float16, and divides the gradients again (Micikevicius et al. 2018, arXiv 1710.03740). The
/// scale adapts itself: it is halved when a gradient does not fit, and that step is left out; it is doubled after many steps in a row that fit. One run, one scaler.
/// </summary>
internal sealed class LossScaler
{
    /// <summary>The scale of the first step.</summary>
    internal const double FirstScale = 65536;

    /// <summary>How many steps in a row must fit before the scale is doubled.</summary>
    internal const int StepsOfGrowth = 2000;

    private const double LeastScale = 1;

    private readonly bool grows;

    private LossScaler(double scale, bool grows)
    {
        Scale = scale;
        this.grows = grows;
    }

    /// <summary>What the loss of the next step is multiplied by.</summary>
    internal double Scale { get; private set; }

    /// <summary>How many steps in a row have fit since the scale was last changed.</summary>
    internal int GoodSteps { get; private set; }

    /// <summary>For numbers that need none: the scale stays 1, and no step is left out.</summary>
    internal static LossScaler None() => new(LeastScale, grows: false);

    /// <summary>For float16.</summary>
    internal static LossScaler Dynamic() => new(FirstScale, grows: true);

    /// <summary>Goes on where an earlier run's scaler stood.</summary>
    internal void Restore(double scale, int goodSteps) => (Scale, GoodSteps) = (scale, goodSteps);

    /// <summary>Divides gradients by the scale; a power of two, so that nothing is rounded. The host waits for nothing.</summary>
    internal void Unscale(IReadOnlyList<ParameterGroup> groups)
    {
        if (Scale == 1)
        {
            return;
        }

        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        foreach ((_, torch.Tensor parameter) in groups.SelectMany(group => group.Parameters))
        {
            parameter.grad?.mul_(1 / Scale);
        }
    }

    /// <summary>Learns how the step went, and adapts the scale of the next one.</summary>
    /// <param name="readNorm">Reads the norm of the step's gradients; not called where the scale is fixed.</param>
    /// <returns>Whether the step is to be left out, and the next one tried with half the scale; false where there is no smaller scale, whatever the norm.</returns>
    internal bool LeavesOut(Func<double> readNorm)
    {
        if (!grows)
        {
            return false;
        }

        if (double.IsFinite(readNorm()))
        {
            if (++GoodSteps == StepsOfGrowth)
            {
                Scale *= 2;
                GoodSteps = 0;
            }

            return false;
        }

        GoodSteps = 0;
        if (Scale <= LeastScale)
        {
            return false;
        }

        Scale /= 2;
        return true;
    }
}
