using System.Diagnostics;
using System.Text.Json;
using TransferLearning.TextClassification.Storage;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Storage;

public sealed class KilledWhileSavingTests : IDisposable
{
    private const int Kills = 25; // each way, fifty in all

    private readonly TemporaryFolder parent = new();

    public void Dispose() => parent.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_folder_is_the_old_or_the_new_one_and_never_a_mixture(bool exchanges)
    {
        Random random = new(42);
        string folder = parent.File("out");
        int during = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using (Process child = SavingChild.Start(folder, exchanges))
            {
                Thread.Sleep(random.Next(0, 40)); // any moment of a save will do: nothing waits for a result
                child.Kill();
                child.WaitForExit();
            }

            during += Directory.GetDirectories(parent.Path, ".out.tltc-*").Length > 0 ? 1 : 0;
            AtomicFolder.RecoverInterrupted(folder);
            AssertWhole(folder);
        }

        Assert.True(during > 0, "No kill fell into a write: the test proves nothing.");
        SavingChild.Save(folder, 7, exchanges);
        Assert.Equal(["out"], Directory.GetFileSystemEntries(parent.Path).Select(Path.GetFileName));
        TestContext.Current.SendDiagnosticMessage($"{during} of {Kills} kills fell into a write.");
    }

    private static void AssertWhole(string folder)
    {
        string manifest = Path.Combine(folder, SavingChild.ManifestFile);
        Dictionary<string, string> recorded = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(manifest))!;
        Assert.Equal(4, recorded.Count);
        Assert.Single(recorded.Values.Distinct()); // all parts are of one save
        Assert.Equal([new FileDifference(SavingChild.ManifestFile, FileProblem.Unexpected)], FileHashes.Compare(folder, recorded));
    }
}
