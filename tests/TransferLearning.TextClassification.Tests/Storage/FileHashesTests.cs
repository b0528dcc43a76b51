using TransferLearning.TextClassification.Storage;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Storage;

public sealed class FileHashesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FileHashesTests()
    {
        File.WriteAllText(folder.File("a"), "abc");
        Directory.CreateDirectory(folder.File("sub"));
        File.WriteAllText(folder.File("sub/b"), "bbb");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Hashes_are_sha_256_in_lower_case_by_relative_path()
    {
        SortedDictionary<string, string> hashes = FileHashes.Compute(folder.Path);
        Assert.Equal(["a", "sub/b"], hashes.Keys);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hashes["a"]); // FIPS 180-4, example
        Assert.Empty(FileHashes.Compare(folder.Path, hashes));
    }

    [Fact]
    public void Every_difference_is_named()
    {
        SortedDictionary<string, string> hashes = FileHashes.Compute(folder.Path);
        hashes.Add("gone", hashes["a"]);
        hashes.Add("../outside", hashes["a"]);
        hashes.Add("/etc/passwd", hashes["a"]);
        File.WriteAllText(folder.File("a"), "ab");
        File.WriteAllText(folder.File("sub/new"), "x");
        Assert.Equal(
            [
                new("../outside", FileProblem.Missing),
                new("/etc/passwd", FileProblem.Missing),
                new("a", FileProblem.Changed),
                new("gone", FileProblem.Missing),
                new FileDifference("sub/new", FileProblem.Unexpected),
            ],
            FileHashes.Compare(folder.Path, hashes));
    }
}
