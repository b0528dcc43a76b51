using System.Runtime.InteropServices;

namespace TransferLearning.TextClassification.Storage;

/// <summary>What the framework cannot do with folders: exchange two in one step, and flush one's entries to disk.</summary>
internal static partial class NativeFolder
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint Exchange = 2; // RENAME_EXCHANGE
    private const int OpenDirectory = 0x80000; // O_RDONLY | O_CLOEXEC; O_DIRECTORY differs between processors and is not needed
    private const int NotImplemented = 38; // ENOSYS
    private const int Invalid = 22; // EINVAL: the file system cannot exchange
    private const int NotSupported = 95; // EOPNOTSUPP

    /// <summary>Exchanges two paths in one step (Linux <c>renameat2</c>).</summary>
    /// <returns>False where the system or the file system cannot do it; nothing was changed then.</returns>
    /// <exception cref="IOException">It can, but refused.</exception>
    internal static bool TryExchange(string one, string other)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            if (RenameAt2(CurrentDirectory, one, CurrentDirectory, other, Exchange) == 0)
            {
                return true;
            }
        }
        catch (EntryPointNotFoundException)
        {
            return false; // a C library without the call
        }

        int error = Marshal.GetLastPInvokeError();
        return error is NotImplemented or Invalid or NotSupported
            ? false
            : throw new IOException($"Exchanging '{one}' and '{other}' failed: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    /// <summary>Flushes a folder's entries to disk, where the system has such a thing.</summary>
    internal static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        int descriptor = Open(folder, OpenDirectory);
        if (descriptor < 0)
        {
            return; // may not be read: then it cannot be flushed either
        }

        // Some file systems know no flushing of folders; what they keep is up to them.
        _ = Synchronize(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RenameAt2(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
