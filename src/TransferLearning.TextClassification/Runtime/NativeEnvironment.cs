using System.Runtime.InteropServices;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>The environment as native code sees it.</summary>
internal static partial class NativeEnvironment
{
    private const int MmapMax = -4;
    private const int TrimThreshold = -1;
    private const int TopPad = -2;

    /// <summary>Lets large allocations come from the heap, which grows in large steps and is not given back. Does nothing where the C library is not glibc.</summary>
    internal static void ReuseLargeAllocations()
    {
        try
        {
            _ = SetAllocatorOption(MmapMax, 0);
            _ = SetAllocatorOption(TrimThreshold, -1);
            _ = SetAllocatorOption(TopPad, 128 << 20);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAllocatorOption(int option, int value);

    /// <summary>Sets a variable; one that exists stays where <paramref name="overwrite"/> is 0.</summary>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int SetVariable(string name, string value, int overwrite);
}
