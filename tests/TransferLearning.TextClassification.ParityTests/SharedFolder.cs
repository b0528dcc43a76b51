using Xunit;

namespace TransferLearning.TextClassification.ParityTests;

/// <summary>The folder of goldens, data and models: <c>TLTC_SHARED</c>, else <c>../shared</c> beside the repository.</summary>
internal static class SharedFolder
{
    /// <summary>A file or folder in it. Skips the calling test where it is missing.</summary>
    internal static string Path(params string[] parts)
    {
        string? root = Environment.GetEnvironmentVariable("TLTC_SHARED");
        if (string.IsNullOrEmpty(root))
        {
            root = System.IO.Path.Combine(RepositoryRoot(), "..", "shared");
        }

        string path = System.IO.Path.GetFullPath(System.IO.Path.Combine([root, .. parts]));
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"'{path}' is missing; set TLTC_SHARED to the folder of goldens, data and models.");
        return path;
    }

    private static string RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "TransferLearning.TextClassification.sln")))
            {
                return folder.FullName;
            }
        }

        return AppContext.BaseDirectory;
    }
}
