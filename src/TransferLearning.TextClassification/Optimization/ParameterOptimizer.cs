using System.Diagnostics.CodeAnalysis;

namespace TransferLearning.TextClassification.Extensibility;

/// <summary>
/// Updates parameters from their gradients. Used by one thread at a time; leaves no tensor in the caller's dispose scope.
/// A step is <see cref="ClipGradients"/>, <see cref="Step"/>, <see cref="ZeroGradients"/>; the second is left out where gradients are not finite and the training tries again. Where it
/// does not try again, it steps all the same, and then fails.
/// </summary>
[Experimental("TLTC1001")]
public abstract class ParameterOptimizer : IDisposable
{
    /// <summary>
    /// Measures the gradients and, where their norm is above <paramref name="maxNorm"/>, lets the next <see cref="Step"/> take them scaled by
    /// <c>maxNorm / (norm + 1e-6)</c>. The scaling may happen at once or in <see cref="Step"/>; <see cref="ZeroGradients"/> ends it.
    /// </summary>
    /// <param name="maxNorm">The largest norm; null only measures.</param>
    /// <returns>The Euclidean norm of all gradients together, before scaling; parameters without a gradient count nothing.</returns>
    public abstract double ClipGradients(double? maxNorm);

    /// <summary>As <see cref="ClipGradients"/>, and the host waits for a device only when the norm is read.</summary>
    /// <returns>Reads the norm; to be called before gradients are clipped again.</returns>
    internal virtual Func<double> BeginClipping(double? maxNorm)
    {
        double norm = ClipGradients(maxNorm);
        return () => norm;
    }

    /// <summary>Updates every parameter that has a gradient.</summary>
    /// <param name="learningRateMultiplier">What the schedule multiplies the learning rate by in this step.</param>
    public abstract void Step(double learningRateMultiplier);

    /// <summary>Sets the gradients to zero and keeps their memory, so that the next backward pass adds to it.</summary>
    public abstract void ZeroGradients();

    /// <summary>Does what was left for later: before anyone but the training step reads parameters.</summary>
    internal virtual void BringUpToDate()
    {
    }

    /// <summary>A copy of the state, such as moments and step counts.</summary>
    /// <returns>Arrays by name: the parameter's name, a dot, the state's (<c>encoder.weight.exp_avg</c>).</returns>
    public abstract IReadOnlyDictionary<string, float[]> GetState();

    /// <summary>Puts back what <see cref="GetState"/> of an optimizer of the same kind over the same parameters returned.</summary>
    /// <param name="state">Arrays by name; a parameter without any starts afresh.</param>
    /// <exception cref="ArgumentException">An array has another length than its parameter, or belongs to none; the optimizer is as it was.</exception>
    public abstract void SetState(IReadOnlyDictionary<string, float[]> state);

    /// <summary>Frees the state. The parameters stay as they are.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the state.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
