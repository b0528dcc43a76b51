using System.Runtime.InteropServices;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>What the CUDA driver says of a device, which TorchSharp does not ask. The driver numbers devices as libtorch does: both heed <c>CUDA_VISIBLE_DEVICES</c>.</summary>
internal static unsafe class CudaDriver
{
    private const int MajorAttribute = 75; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR

    /// <summary>The major number of a device's compute capability; null where there is no driver, or it does not say.</summary>
    internal static int? MajorCapability(int index)
    {
        string name = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(name, typeof(CudaDriver).Assembly, DllImportSearchPath.System32, out nint driver)
            || !NativeLibrary.TryGetExport(driver, "cuInit", out nint initialize)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGet", out nint getDevice)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGetAttribute", out nint getAttribute))
        {
            return null;
        }

        int device = 0;
        int major = 0;
        bool isKnown = ((delegate* unmanaged<uint, int>)initialize)(0) == 0
            && ((delegate* unmanaged<int*, int, int>)getDevice)(&device, index) == 0
            && ((delegate* unmanaged<int*, int, int, int>)getAttribute)(&major, MajorAttribute, device) == 0;
        return isKnown ? major : null;
    }
}
