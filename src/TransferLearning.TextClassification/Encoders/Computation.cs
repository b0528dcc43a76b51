using TransferLearning.TextClassification.Encoders.Blocks;
using TransferLearning.TextClassification.Encoders.Fused;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders;

/// <summary>Where a model computes and how: by kernels on the processor, by tensor operations elsewhere. Owns what the kernels share.</summary>
internal sealed class Computation : IDisposable
{
    private readonly Products products;

    private Computation(Device device, FusedEngine? engine, Products products)
    {
        Device = device;
        Engine = engine;
        this.products = products;
    }

    /// <summary>Where the parameters lie.</summary>
    internal Device Device { get; }

    /// <summary>Runs what has kernels, or null: tensor operations alone.</summary>
    internal FusedEngine? Engine { get; }

    /// <summary>Whether gradients of usual size become too small for the numbers of the products.</summary>
    internal bool NeedsLossScaling => products.NeedLossScaling;

    /// <summary>The computation of a device.</summary>
    /// <param name="device">Where the parameters lie.</param>
    /// <param name="precision">The numbers of the matrix products; one that the device has.</param>
    /// <param name="recomputes">Whether a layer keeps only its output for the backward pass, which computes the rest again; kernels only.</param>
    internal static Computation Create(Device device, Precision precision, bool recomputes = false) =>
        FusedEngine.Create(device, precision, recomputes) is { } engine ? new(device, engine, Products.Float32) : ByTensorOperations(device, precision);

    /// <summary>As on a device without kernels, on any device: on the processor, for tests of what a CUDA device does.</summary>
    internal static Computation ByTensorOperations(Device device, Precision precision) => new(device, null, Products.In(DevicePrecision.Resolve(precision, device)));

    /// <summary>The context of a pass that predicts.</summary>
    internal ForwardContext Inference(FusedPass? pass) => ForwardContext.Inference(pass, products);

    /// <summary>The context of a pass that trains, or of a part of one.</summary>
    internal ForwardContext Training(long seed, long step, FusedPass? pass = null, BatchPart part = default) => ForwardContext.ForTraining(seed, step, pass, part: part, products: products);

    public void Dispose() => Engine?.Dispose();
}
