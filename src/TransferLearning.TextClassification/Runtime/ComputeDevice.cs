using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TorchSharp;
using TransferLearning.TextClassification.Runtime;

namespace TransferLearning.TextClassification;

/// <summary>Where tensors live and are computed: <see cref="Auto"/> (the default), <see cref="Cpu"/> or <see cref="Cuda(int)"/>.</summary>
public sealed record ComputeDevice
{
    private const int AutoIndex = -2;
    private const int CpuIndex = -1;

    private readonly int index;

    private ComputeDevice(int index) => this.index = index;

    /// <summary>The first CUDA device where there is one, else the processor.</summary>
    public static ComputeDevice Auto { get; } = new(AutoIndex);

    /// <summary>The processor.</summary>
    public static ComputeDevice Cpu { get; } = new(CpuIndex);

    /// <summary>A CUDA device.</summary>
    /// <param name="index">The device's number, from 0.</param>
    /// <returns>The device; whether it is present is checked when it is first used.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public static ComputeDevice Cuda(int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(index);
    }

    /// <summary>Reads <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>, in any case.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="device">The device that was read.</param>
    /// <returns>Whether <paramref name="text"/> names a device.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ComputeDevice? device)
    {
        device = text?.ToLowerInvariant() switch
        {
            "auto" => Auto,
            "cpu" => Cpu,
            "cuda" => Cuda(),
            { } name when name.StartsWith("cuda:", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int number) => Cuda(number),
            _ => null,
        };
        return device is not null;
    }

    /// <summary>The device's name: <c>auto</c>, <c>cpu</c> or <c>cuda:N</c>.</summary>
    /// <returns>A name that <see cref="TryParse"/> reads.</returns>
    public override string ToString() => index switch
    {
        AutoIndex => "auto",
        CpuIndex => "cpu",
        _ => string.Create(CultureInfo.InvariantCulture, $"cuda:{index}"),
    };

    /// <summary>The device as TorchSharp knows it. Loads the native libraries.</summary>
    /// <exception cref="DeviceNotFoundException">The device is not present.</exception>
    /// <exception cref="NativeBackendException">There is no native backend.</exception>
    internal torch.Device Resolve()
    {
        NativeBackend.EnsureLoaded();
        if (index == CpuIndex)
        {
            return torch.CPU;
        }

        int present = torch.cuda_is_available() ? torch.cuda.device_count() : 0;
        if (index == AutoIndex)
        {
            return present > 0 ? torch.device("cuda:0") : torch.CPU;
        }

        if (index < present)
        {
            return torch.device(ToString());
        }

        string devices = string.Join(", ", Enumerable.Range(0, present).Select(i => Cuda(i).ToString()).Prepend("cpu"));
        throw new DeviceNotFoundException($"The device {this} is not present. Present: {devices}. Choose one of these, or 'auto'.");
    }
}
