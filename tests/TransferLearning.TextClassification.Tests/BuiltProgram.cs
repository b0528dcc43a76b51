namespace TransferLearning.TextClassification.Tests;

/// <summary>A program of the solution, built in the same configuration as these tests.</summary>
internal static class BuiltProgram
{
    internal static string CommandLine => PathOf("src/TransferLearning.TextClassification.Cli", "tltc.dll");

    internal static string Quickstart => PathOf("docs/samples/Quickstart", "Quickstart.dll");

    /// <summary>Debug or Release.</summary>
    internal static string Configuration => Path.GetFileName(Path.GetDirectoryName(Framework)!);

    // …/bin/Release/net10.0
    private static string Framework => Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    private static string PathOf(string project, string assembly) => Repository.PathOf(project, "bin", Configuration, Path.GetFileName(Framework), assembly);
}
