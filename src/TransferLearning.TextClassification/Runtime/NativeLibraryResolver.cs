using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>
/// Lets TorchSharp's native library load on Linux distributions with an older libstdc++ (Debian 12, Ubuntu 22.04, RHEL 9).
/// The library asks for version <c>GLIBCXX_3.4.32</c>, of which it only holds <c>std::ios_base_library_init()</c>, never called, and for <c>GLIBCXX_3.4.30</c>, of which it holds
/// <c>std::condition_variable::wait</c>, which <c>GLIBCXX_3.4.11</c> has too; a copy in which the first need is weak and the second one older loads. See dotnet/TorchSharp issue 1552.
/// </summary>
internal static class NativeLibraryResolver
{
    /// <summary>Set to <c>0</c>, the native library is loaded as it is or not at all.</summary>
    internal const string SwitchVariable = "TLTC_NATIVE_ADAPT";

    private const string LibraryName = "LibTorchSharp";
    private const string FileName = "libLibTorchSharp.so";
    private const string UnusedVersion = "GLIBCXX_3.4.32";
    private const string WaitVersion = "GLIBCXX_3.4.30";
    private const string OlderWaitVersion = "GLIBCXX_3.4.11";

    /// <summary>Registers the resolver; the runtime asks it only for libraries that it could not load itself.</summary>
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "The resolver must stand before an application's first touch of TorchSharp, wherever that is; it costs one event handler.")]
    internal static void Register()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(SwitchVariable) != "0")
        {
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
        }
    }

    /// <summary>The folders in which the runtime looks for this application's native libraries.</summary>
    internal static IEnumerable<string> SearchFolders()
    {
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? string.Empty;
        string identifier = RuntimeInformation.RuntimeIdentifier;
        string portable = OperatingSystem.IsLinux() ? "linux-x64" : identifier;
        return searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", portable, "native"))
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", identifier, "native"))
            .Distinct();
    }

    /// <summary>Makes a copy of the library content with an older libstdc++; false where it asks for nothing new.</summary>
    internal static bool Adapt(Span<byte> image) =>
        ElfVersionNeeds.MakeWeak(image, UnusedVersion) | ElfVersionNeeds.Replace(image, WaitVersion, OlderWaitVersion);

    private static nint Resolve(Assembly assembly, string name)
    {
        if (name is not (LibraryName or FileName or "lib" + LibraryName))
        {
            return 0;
        }

        foreach (string folder in SearchFolders())
        {
            string path = Path.Combine(folder, FileName);
            if (!File.Exists(path))
            {
                continue;
            }

            byte[] image = File.ReadAllBytes(path);
            if (!Adapt(image))
            {
                continue;
            }

            // The copy lies in another folder, so what it links to has to be loaded before it.
            NativeLibrary.TryLoad("torch", assembly, null, out _);
            if (NativeLibrary.TryLoad(NativeLibraryCache.Store(FileName, image), out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
