using TorchSharp;
using TorchSharp.Modules;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Parameters whose values come later, from a checkpoint or an initialisation.</summary>
internal static class Uninitialized
{
    /// <summary>A float32 parameter on the processor that no dispose scope owns.</summary>
    internal static Parameter Parameter(params ReadOnlySpan<long> shape)
    {
        Parameter parameter = new(torch.empty(shape, torch.ScalarType.Float32, torch.CPU));
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
