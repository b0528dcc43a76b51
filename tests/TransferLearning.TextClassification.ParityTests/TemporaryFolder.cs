namespace TransferLearning.TextClassification.ParityTests;

/// <summary>An empty folder that is gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("tltc-tokenization-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
