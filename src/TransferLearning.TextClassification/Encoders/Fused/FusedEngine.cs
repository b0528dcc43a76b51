using TransferLearning.TextClassification.Encoders.Kernels;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>
/// Starts fused passes, and holds what they share: rounded copies of weights, and memory that goes from pass to pass. Any number of threads may have a pass at once.
/// </summary>
internal abstract class FusedEngine : IDisposable
{
    /// <summary>The engine for a device and a precision, or null where blocks run on tensor operations.</summary>
    /// <param name="device">Where the parameters lie.</param>
    /// <param name="precision">The numbers of the matrix products.</param>
    /// <param name="recomputes">Whether a layer keeps only its output for the backward pass, which computes the rest again.</param>
    internal static FusedEngine? Create(Device device, Precision precision, bool recomputes = false)
    {
        if (device.type != TorchSharp.DeviceType.CPU)
        {
            return null;
        }

        return DevicePrecision.Resolve(precision, device) == Precision.BFloat16 ? new FusedEngine<ushort, BFloat16Element>(recomputes) : new FusedEngine<float, Float32Element>(recomputes);
    }

    /// <summary>Starts a pass; dispose it after its last use.</summary>
    /// <param name="needsGradients">Whether a backward pass will come.</param>
    internal abstract FusedPass Begin(bool needsGradients);

    /// <summary>Tells that parameters have changed; not while a pass runs.</summary>
    internal abstract void WeightsChanged();

    public abstract void Dispose();
}
