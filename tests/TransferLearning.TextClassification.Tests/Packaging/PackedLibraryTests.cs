using System.IO.Compression;
using System.Reflection.Metadata;
using System.Xml.Linq;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Packaging;

/// <summary>Packs the library and runs the consumer projects against the package, as applications outside the repository would use it.</summary>
[Collection("packing")]
public sealed class PackedLibraryTests
{
    private const string Library = "TransferLearning.TextClassification";
    private const string Version = "0.0.0-test";

    [Fact]
    public async Task The_packed_library_serves_applications_with_and_without_a_backend()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        string feed = folder.File("feed");
        using ChildProcess pack = await ChildProcess.RunDotnetAsync(
            Repository.PathOf(), null, cancellation,
            "pack", "-c", "Release", Repository.PathOf("src", Library), "-o", feed, $"-p:Version={Version}", "--artifacts-path", folder.File("artifacts"), "-v", "q");
        Assert.True(pack.ExitCode == 0, pack.All);
        CheckPackage(Path.Combine(feed, $"{Library}.{Version}.nupkg"));
        CheckSymbols(Path.Combine(feed, $"{Library}.{Version}.snupkg"));

        Dictionary<string, string> environment = new() { ["TLTC_CONSUMER_MODEL"] = folder.File("model") };
        foreach (string project in (string[])[$"{Library}.ConsumerTests", $"{Library}.ConsumerTests.NoBackend"])
        {
            string copy = folder.File(project);
            Directory.CreateDirectory(copy);
            foreach (string file in Directory.EnumerateFiles(Repository.PathOf("tests", project)))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            // The package under test goes to a folder of its own; all others are where the build of the repository put them.
            using ChildProcess test = await ChildProcess.RunDotnetAsync(
                copy, environment, cancellation,
                "test", "-c", "Release", $"-p:TextClassificationVersion={Version}", $"-p:RestoreAdditionalProjectSources={feed}",
                $"-p:RestorePackagesPath={folder.File("packages")}", $"-p:RestoreFallbackFolders={PackagesFolder()}",
                "-p:CreateHardLinksForCopyFilesToOutputDirectoryIfPossible=true", "-p:CreateHardLinksForCopyLocalIfPossible=true");
            Assert.True(test.ExitCode == 0, test.All);
            Assert.Matches(@"Passed! +- Failed: +0, Passed: +[1-9][0-9]*, Skipped: +0", test.Output);
        }
    }

    private static void CheckPackage(string path)
    {
        using ZipArchive package = ZipFile.OpenRead(path);
        string[] entries = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Contains("README.md", entries);
        Assert.Contains($"lib/net10.0/{Library}.dll", entries);
        Assert.Contains($"lib/net10.0/{Library}.xml", entries);

        using Stream stream = package.GetEntry($"{Library}.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().First(element => element.Name.LocalName == "metadata");
        Assert.Equal("MIT", metadata.Elements().First(element => element.Name.LocalName == "license").Value);
        Dictionary<string, string> dependencies = metadata.Descendants().Where(element => element.Name.LocalName == "dependency")
            .ToDictionary(element => element.Attribute("id")!.Value, element => element.Attribute("version")!.Value);
        Assert.Equal("[0.107.0, 0.108.0)", dependencies["TorchSharp"]);
        Assert.DoesNotContain(dependencies.Keys, name => name.StartsWith("TorchSharp-", StringComparison.Ordinal) || name.StartsWith("libtorch", StringComparison.Ordinal));
        Assert.All(dependencies.Where(pair => pair.Key.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || pair.Key == "System.Numerics.Tensors"), pair => Assert.StartsWith("10.0.", pair.Value, StringComparison.Ordinal));
    }

    /// <summary>Sources have paths that do not tell where they were built, so that two clones make the same package.</summary>
    private static void CheckSymbols(string path)
    {
        using ZipArchive package = ZipFile.OpenRead(path);
        using Stream stream = package.GetEntry($"lib/net10.0/{Library}.pdb")!.Open();
        using MemoryStream content = new();
        stream.CopyTo(content);
        content.Position = 0;
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(content);
        MetadataReader reader = provider.GetMetadataReader();
        string[] sources = [.. reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name))];
        Assert.Contains($"/_/src/{Library}/ITextClassifier.cs", sources);
        Assert.DoesNotContain(sources, source => source.StartsWith(Repository.PathOf(), StringComparison.Ordinal));
    }

    private static string PackagesFolder() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
