using TransferLearning.TextClassification.Runtime;
using static TorchSharp.torch;

namespace TransferLearning.TextClassification;

/// <summary>Whether a device multiplies in the numbers that were chosen, once it is known.</summary>
internal static class PrecisionChecks
{
    /// <exception cref="ConfigurationException">It does not.</exception>
    internal static void Ensure(TrainingOptions options, Device device) => Refuse(options.FindPrecisionProblem(IsProcessor(device)));

    /// <exception cref="ConfigurationException">It does not.</exception>
    internal static void Ensure(ClassifierLoadOptions options, Device device) =>
        Refuse(DevicePrecision.FindProblem($"{nameof(ClassifierLoadOptions)}.{nameof(ClassifierLoadOptions.Precision)}", options.Precision, IsProcessor(device)));

    private static bool IsProcessor(Device device) => device.type == TorchSharp.DeviceType.CPU;

    private static void Refuse(string? problem)
    {
        if (problem is not null)
        {
            throw new ConfigurationException([ConfigurationProblem.FromSentence(problem)]);
        }
    }
}
