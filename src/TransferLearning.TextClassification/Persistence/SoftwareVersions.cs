using System.Reflection;
using TorchSharp;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>Versions that are written into a saved classifier.</summary>
internal static class SoftwareVersions
{
    /// <summary>The library's name among the versions.</summary>
    internal const string Library = "library";

    internal static string OfLibrary { get; } =
        typeof(SoftwareVersions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>All of them by name. Asks for the assembly only, so no native library is loaded.</summary>
    internal static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [Library] = OfLibrary,
        ["torchsharp"] = typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "0",
    };
}
