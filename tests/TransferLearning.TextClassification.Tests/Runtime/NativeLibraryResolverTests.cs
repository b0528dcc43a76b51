using Xunit;

namespace TransferLearning.TextClassification.Tests.Runtime;

public sealed class NativeLibraryResolverTests
{
    [Fact]
    public void The_adapted_library_asks_for_no_newer_libstdcxx_than_that_of_RHEL_9()
    {
        string? path = NativeLibraryResolver.SearchFolders().Select(folder => Path.Combine(folder, "libLibTorchSharp.so")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, "no native library for Linux here");
        byte[] image = File.ReadAllBytes(path);
        byte[] original = [.. image];

        Assert.True(NativeLibraryResolver.Adapt(image));

        Assert.InRange(image.Zip(original).Count(pair => pair.First != pair.Second), 3, 9); // a flag, a hash of four bytes and where a name stands
        Assert.False(ElfVersionNeeds.Replace(image, "GLIBCXX_3.4.30", "GLIBCXX_3.4.11"));
    }

    [Fact]
    public void What_is_no_library_is_left_as_it_is()
    {
        byte[] image = new byte[200];

        Assert.False(NativeLibraryResolver.Adapt(image));

        Assert.All(image, value => Assert.Equal(0, value));
    }
}
