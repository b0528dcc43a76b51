using System.Runtime.InteropServices;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>The environment as native code sees it.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable; one that exists stays where <paramref name="overwrite"/> is 0.</summary>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int SetVariable(string name, string value, int overwrite);
}
