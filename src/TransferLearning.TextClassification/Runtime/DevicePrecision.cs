using TorchSharp;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>What a <see cref="Precision"/> means on a device.</summary>
internal static class DevicePrecision
{
    private const int FirstCapabilityWithBFloat16 = 8; // Ampere; older devices take bfloat16 too, slower than float32

    /// <summary>The numbers of the products on a device. <see cref="Precision.Auto"/> is bfloat16 where the device multiplies it faster than float32, else float32; any other choice stays what it is.</summary>
    internal static Precision Resolve(Precision chosen, torch.Device device) => chosen != Precision.Auto ? chosen
        : device.type == DeviceType.CPU ? (ProcessorFeatures.HasBFloat16 ? Precision.BFloat16 : Precision.Float32)
        : OfCapability(CudaDriver.MajorCapability(Math.Max(device.index, 0)));

    /// <summary>What <see cref="Precision.Auto"/> is on a CUDA device of a major compute capability; null: it is not known.</summary>
    internal static Precision OfCapability(int? major) => major >= FirstCapabilityWithBFloat16 ? Precision.BFloat16 : Precision.Float32;

    /// <summary>What is wrong with a choice, as a sentence, or null.</summary>
    /// <param name="member">The option's name.</param>
    /// <param name="chosen">The choice.</param>
    /// <param name="isProcessor">Whether the device is known to be the processor.</param>
    internal static string? FindProblem(string member, Precision chosen, bool isProcessor) =>
        !Enum.IsDefined(chosen) ? $"{member} is {chosen}; expected one of {string.Join(", ", Enum.GetNames<Precision>())}."
        : chosen == Precision.Float16 && isProcessor ? $"{member} is {chosen} and the device the processor; expected Auto, Float32 or BFloat16 there, or a CUDA device for Float16."
        : null;
}
