using System.Runtime.InteropServices;
using TorchSharp;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>Direct access to the memory of tensors on the processor.</summary>
internal static class TensorMemory
{
    /// <summary>The elements of a contiguous float32 tensor on the processor; valid while the tensor lives.</summary>
    internal static Span<float> Floats(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>The elements of a contiguous int64 tensor on the processor; valid while the tensor lives.</summary>
    internal static Span<long> Integers(torch.Tensor tensor) => MemoryMarshal.Cast<byte, long>(tensor.bytes);

    /// <summary>The memory of a contiguous float32 tensor on the processor; valid while the tensor lives.</summary>
    internal static unsafe float* Pointer(torch.Tensor tensor)
    {
        fixed (float* start = &MemoryMarshal.GetReference(Floats(tensor)))
        {
            return start; // native memory, which does not move
        }
    }

    /// <summary>A tensor that is filled by <paramref name="fill"/> on the processor and then moved to the device.</summary>
    internal static torch.Tensor Filled(ReadOnlySpan<long> shape, torch.Device device, FillAction fill)
    {
        torch.Tensor tensor = torch.empty(shape, torch.ScalarType.Float32, torch.CPU);
        fill(Floats(tensor));
        return Upload(tensor, device);
    }

    /// <summary>
    /// Moves a tensor of the processor's ordinary memory, which is used up. The host does not ask to wait for what the device has still to do; of ordinary memory the driver makes a copy first.
    /// </summary>
    internal static torch.Tensor Upload(torch.Tensor tensor, torch.Device device)
    {
        if (device.type == DeviceType.CPU)
        {
            return tensor;
        }

        using (tensor)
        {
            return tensor.to(device, non_blocking: true);
        }
    }

    /// <summary>Copies a float32 tensor from any device.</summary>
    internal static float[] ToArray(torch.Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return Floats(OnHost(tensor)).ToArray();
    }

    /// <summary>A tensor's values as contiguous float32 on the processor, copied only where they are not.</summary>
    internal static torch.Tensor OnHost(torch.Tensor tensor) => tensor.detach().to(torch.ScalarType.Float32).cpu().contiguous();

    /// <summary>Copies a float32 tensor from any device into an array of its length.</summary>
    internal static void CopyTo(torch.Tensor tensor, Span<float> destination)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Floats(OnHost(tensor)).CopyTo(destination);
    }
}
