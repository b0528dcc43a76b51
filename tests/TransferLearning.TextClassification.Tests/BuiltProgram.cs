namespace TransferLearning.TextClassification.Tests;

/// <summary>A program of the solution, built in the same configuration as these tests.</summary>
internal static class BuiltProgram
{
    internal static string CommandLine => PathOf("src/TransferLearning.TextClassification.Cli", "tltc.dll");

    internal static string Quickstart => PathOf("docs/samples/Quickstart", "Quickstart.dll");

    private static string PathOf(string project, string assembly)
    {
        // …/bin/Release/net10.0/
        string framework = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string configuration = Path.GetFileName(Path.GetDirectoryName(framework)!);
        return Repository.PathOf(project, "bin", configuration, Path.GetFileName(framework), assembly);
    }
}
