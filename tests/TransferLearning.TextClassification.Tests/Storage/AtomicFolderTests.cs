using TransferLearning.TextClassification.Storage;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Storage;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder parent = new();

    public void Dispose() => parent.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_folder_is_written_and_replaced_as_a_whole(bool exchanges)
    {
        string folder = parent.File("out");
        Write(folder, "old", exchanges);
        File.WriteAllText(Path.Combine(folder, "only-in-the-old"), "x");
        Write(folder, "new", exchanges);
        Assert.Equal("new", File.ReadAllText(Path.Combine(folder, "classifier.json")));
        Assert.Equal(["classifier.json"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
        AssertOnly("out");
    }

    [Fact]
    public void Parents_are_created_and_an_empty_folder_is_replaced()
    {
        Write(parent.File("a/b/out/"), "new", exchanges: true);
        Assert.True(File.Exists(parent.File("a/b/out/classifier.json")));
        Directory.CreateDirectory(parent.File("empty"));
        Write(parent.File("empty"), "new", exchanges: true);
        Assert.True(File.Exists(parent.File("empty/classifier.json")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_an_error_or_a_cancellation_all_is_as_before(bool exists)
    {
        string folder = parent.File("out");
        if (exists)
        {
            Write(folder, "old", exchanges: true);
        }

        Assert.Throws<OperationCanceledException>(() => AtomicFolder.Write(folder, IsOurs, _ => throw new OperationCanceledException()));
        StorageException exception = Assert.Throws<StorageException>(() => AtomicFolder.Write(folder, IsOurs, temporary =>
        {
            File.WriteAllText(Path.Combine(temporary, "classifier.json"), "half");
            throw new IOException("No space left on device", 28);
        }));
        Assert.Contains("the disk is full", exception.Message, StringComparison.Ordinal);
        Assert.Equal(folder, exception.Path);
        Assert.Equal(exists, Directory.Exists(folder));
        if (exists)
        {
            Assert.Equal("old", File.ReadAllText(Path.Combine(folder, "classifier.json")));
        }

        AssertOnly(exists ? ["out"] : []);
    }

    [Fact]
    public void After_an_error_no_new_parents_are_left_and_the_message_speaks_of_the_folder_itself()
    {
        StorageException exception = Assert.Throws<StorageException>(() => AtomicFolder.Write(
            parent.File("a/b/out"), IsOurs, temporary => throw StorageException.At(Path.Combine(temporary, "model.safetensors"), "could not write the file: the disk is full.")));
        Assert.Equal(parent.File("a/b/out/model.safetensors"), exception.Path);
        Assert.StartsWith(parent.File("a/b/out/model.safetensors") + ": could not", exception.Message, StringComparison.Ordinal);
        AssertOnly();
    }

    [Fact]
    public void Only_a_new_path_an_empty_folder_or_our_own_may_be_replaced()
    {
        AtomicFolder.EnsureReplaceable(parent.File("new/deep/out"), IsOurs);
        Directory.CreateDirectory(parent.File("empty"));
        AtomicFolder.EnsureReplaceable(parent.File("empty"), IsOurs);
        Write(parent.File("ours"), "old", exchanges: true);
        AtomicFolder.EnsureReplaceable(parent.File("ours"), IsOurs);

        Directory.CreateDirectory(parent.File("mine"));
        File.WriteAllText(parent.File("mine/notes"), "mine");
        File.WriteAllText(parent.File("file"), "mine");
        Directory.CreateSymbolicLink(parent.File("link"), parent.File("ours"));
        Directory.CreateSymbolicLink(parent.File("dangling"), parent.File("nothing"));
        foreach (string refused in new[] { "mine", "file", "link", "dangling", "file/out" })
        {
            StorageException exception = Assert.Throws<StorageException>(() => AtomicFolder.EnsureReplaceable(parent.File(refused), IsOurs));
            Assert.Contains(parent.File(refused), exception.Message, StringComparison.Ordinal);
            Assert.Throws<StorageException>(() => Write(parent.File(refused), "new", exchanges: true));
        }

        Assert.Equal("mine", File.ReadAllText(parent.File("mine/notes")));
        Assert.Equal("mine", File.ReadAllText(parent.File("file")));
        Assert.Equal("old", File.ReadAllText(parent.File("link/classifier.json")));
        AssertOnly("dangling", "empty", "file", "link", "mine", "ours");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/")]
    [InlineData("a\0b")]
    public void What_is_no_folder_is_refused(string path) => Assert.Throws<StorageException>(() => AtomicFolder.EnsureReplaceable(path, IsOurs));

    [Fact]
    public void A_place_that_may_not_be_written_is_refused_before_the_work()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is Linux's.");
        StorageException exception = Assert.Throws<StorageException>(() => AtomicFolder.EnsureReplaceable("/proc/out", IsOurs));
        Assert.StartsWith("/proc/out: no folder can be created in '/proc'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("mount point", Assert.Throws<StorageException>(() => AtomicFolder.EnsureReplaceable("/proc", _ => true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_killed_processes_left_is_removed_and_what_others_write_is_kept()
    {
        Directory.CreateDirectory(parent.File(".out.tltc-2147483646-1-0000aaaa"));
        File.WriteAllText(parent.File(".out.tltc-2147483646-1-0000aaaa/half"), "x");
        Directory.CreateDirectory(parent.File($".out.tltc-{Environment.ProcessId}-1-0000bbbb")); // the number of a process of today, but another start
        string running = TemporarySibling.New(parent.File("out"));
        Directory.CreateDirectory(running);
        Directory.CreateDirectory(parent.File(".out.tltc-notes"));
        Write(parent.File("out"), "new", exchanges: true);
        AssertOnly("out", Path.GetFileName(running), ".out.tltc-notes");
    }

    [Fact]
    public void A_swap_interrupted_between_its_steps_is_undone()
    {
        string folder = parent.File("out");
        Write(folder, "old", exchanges: false);
        Directory.Move(folder, TemporarySibling.Previous(folder));
        AtomicFolder.RecoverInterrupted(folder);
        Assert.Equal("old", File.ReadAllText(Path.Combine(folder, "classifier.json")));
        AtomicFolder.RecoverInterrupted(folder);
        AssertOnly("out");
    }

    [Fact]
    public async Task Several_writers_of_one_folder_leave_one_whole_folder()
    {
        string folder = parent.File("out");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => AtomicFolder.Write(folder, IsOurs, temporary =>
        {
            File.WriteAllText(Path.Combine(temporary, "classifier.json"), $"{i}");
            File.WriteAllText(Path.Combine(temporary, "second"), $"{i}");
        }))));
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "classifier.json")), File.ReadAllText(Path.Combine(folder, "second")));
        AssertOnly("out");
    }

    private static bool IsOurs(string folder) => File.Exists(Path.Combine(folder, "classifier.json"));

    private static void Write(string folder, string content, bool exchanges) =>
        AtomicFolder.Write(folder, IsOurs, temporary => File.WriteAllText(Path.Combine(temporary, "classifier.json"), content), exchanges ? null : (_, _) => false);

    private void AssertOnly(params string[] names) =>
        Assert.Equal(names.Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(parent.Path).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal));
}
