using System.Diagnostics;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints.Hub;

/// <summary>A cache that cannot be written.</summary>
public sealed class HubDiskTests : HubTest
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disk_without_room_is_found_before_a_download()
    {
        StorageException exception = await Assert.ThrowsAsync<StorageException>(() => DownloadAsync(Settings() with { FreeBytes = _ => 300_000 }));

        long needed = Server.Files.Where(file => file.Key != "modeling_tiny.py").Sum(file => (long)file.Value.Length);
        Assert.Contains(FormattableString.Invariant($"has 300,000 bytes free, and {needed:N0} bytes"), exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Server.Calls, call => call.Kind is HubCall.Content or HubCall.Stored);
        AssertNothingUsable();
    }

    [Fact]
    public async Task What_an_earlier_download_left_needs_no_room()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(WeightsPart)!);
        await File.WriteAllBytesAsync(WeightsPart, WeightBytes[..299_000], Cancellation);

        AssertWhole(await DownloadAsync(Settings() with { FreeBytes = _ => 2_000 }));
    }

    [Fact]
    public async Task A_disk_that_fills_up_keeps_what_fits_and_says_so()
    {
        await RequireNamespacesAsync();
        Directory.CreateDirectory(CacheFolder);

        using HubChild child = HubChild.Start(Server.Address, CacheFolder, "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", $"mount -t tmpfs -o size=200k none '{CacheFolder}' && \"$@\" && ls -s '{CacheFolder}'/models--acme--tiny-bert/blobs && ls '{CacheFolder}'/models--acme--tiny-bert/refs", "sh");
        string said = await child.ReadAsync(Cancellation);

        Assert.StartsWith($"StorageException: {ModelFolder}: could not keep the download: the disk is full.", said, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(WeightsPart), said, StringComparison.Ordinal);
        Assert.DoesNotContain("main", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_in_the_place_of_a_file_is_an_error()
    {
        await File.WriteAllTextAsync(CacheFolder, "a file", Cancellation);

        StorageException exception = await Assert.ThrowsAsync<StorageException>(() => DownloadAsync());

        Assert.StartsWith(ModelFolder, exception.Message, StringComparison.Ordinal);
        Assert.Equal("a file", await File.ReadAllTextAsync(CacheFolder, Cancellation));
    }

    /// <summary>A small disk of one's own needs a system that lets this user mount one.</summary>
    private static async Task RequireNamespacesAsync()
    {
        const string Reason = "This system lets this user mount no small disk (unshare, tmpfs).";
        Assert.SkipUnless(OperatingSystem.IsLinux(), Reason);
        try
        {
            using Process trial = Process.Start("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]);
            await trial.WaitForExitAsync(Cancellation);
            Assert.SkipUnless(trial.ExitCode == 0, Reason);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip(Reason);
        }
    }
}
