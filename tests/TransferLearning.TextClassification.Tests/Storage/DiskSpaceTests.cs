using TransferLearning.TextClassification.Storage;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Storage;

public sealed class DiskSpaceTests
{
    [Fact]
    public void A_folder_has_the_room_of_its_disk()
    {
        using TemporaryFolder folder = new();

        Assert.InRange(DiskSpace.FreeBytes(folder.Path) ?? 0, 1, long.MaxValue);
    }

    [Fact]
    public void Of_a_folder_that_is_not_there_it_is_not_known() => Assert.Null(DiskSpace.FreeBytes(Path.Combine(Path.GetTempPath(), "no-such-folder", "at-all")));
}
