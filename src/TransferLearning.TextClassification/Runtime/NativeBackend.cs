using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;

namespace TransferLearning.TextClassification.Runtime;

/// <summary>Finds libtorch before TorchSharp's own loader does, which would write to the console and copy files.</summary>
internal static partial class NativeBackend
{
    /// <summary>The libtorch version that TorchSharp 0.107 is built on.</summary>
    internal const string NeededLibtorchVersion = "2.10";

    private static readonly Lazy<bool> Loaded = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Loads the native libraries once a process.</summary>
    /// <exception cref="NativeBackendException">They are missing, of another version, or do not load.</exception>
    internal static void EnsureLoaded() => _ = Loaded.Value;

    private static bool Load()
    {
        // The type's assembly is asked for, not a member: the type's initializer must not run yet.
        Assembly torchSharp = typeof(torch).Assembly;
        string? found = FindLibtorchVersion();
        if (found is not null && !found.StartsWith(NeededLibtorchVersion + ".", StringComparison.Ordinal))
        {
            throw new NativeBackendException(
                $"The native backend is libtorch {found}, but TorchSharp {VersionOf(torchSharp)} needs libtorch {NeededLibtorchVersion}. {Mend}") { FoundVersion = found };
        }

        if (!TryLoad("torch_cpu", torchSharp, out string? problem) || !TryLoad("LibTorchSharp", torchSharp, out problem))
        {
            bool present = NativeLibraryResolver.SearchFolders().Any(folder => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*torch_cpu*").Any());
            string what = present ? "The native backend was found but does not load on this machine" : "There is no native backend (libtorch) beside the application";
            throw new NativeBackendException($"{what}. {Mend}" + (present ? $" The loader says: {problem}" : string.Empty)) { FoundVersion = found };
        }

        return true;
    }

    private const string Mend =
        "Add one to the application's project: 'dotnet add package TorchSharp-cpu --version 0.107.0' for the processor, "
        + "or 'TorchSharp-cuda-windows' / 'TorchSharp-cuda-linux' of the same version for NVIDIA GPUs.";

    private static string VersionOf(Assembly assembly) => assembly.GetName().Version?.ToString(3) ?? "?";

    private static bool TryLoad(string name, Assembly assembly, out string? problem)
    {
        problem = null;
        try
        {
            NativeLibrary.Load(name, assembly, null);
            return true;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            problem = exception.Message;
            return false;
        }
    }

    /// <summary>The version of the libtorch package in the application's dependency file, or null.</summary>
    private static string? FindLibtorchVersion()
    {
        string files = AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string ?? string.Empty;
        foreach (string file in files.Split(Path.PathSeparator == ':' ? [';', ':'] : [';'], StringSplitOptions.RemoveEmptyEntries).Where(File.Exists))
        {
            Match match = LibtorchPackage().Match(File.ReadAllText(file));
            if (match.Success)
            {
                return match.Groups["version"].Value;
            }
        }

        return null;
    }

    [GeneratedRegex("\"libtorch-(cpu|cuda)[^/\"]*/(?<version>[0-9.]+)", RegexOptions.CultureInvariant)]
    private static partial Regex LibtorchPackage();
}
