using TransferLearning.TextClassification;
using Xunit;

namespace ConsumerTests.NoBackend;

/// <summary>Without a native backend, the error names the package to add.</summary>
public sealed class MissingBackendTests
{
    [Fact]
    public async Task Training_names_the_package()
    {
        TextDataset train = TextDataset.FromExamples([new TextExample("I was charged twice", "billing"), new TextExample("Where is my parcel?", "shipping")]);

        NativeBackendException error = await Assert.ThrowsAsync<NativeBackendException>(
            () => new TransferClassifierBuilder().Build().FitAsync(train, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("TorchSharp-cpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loading_names_the_package()
    {
        string? folder = Environment.GetEnvironmentVariable("TLTC_CONSUMER_MODEL");
        Assert.SkipWhen(folder is null, "TLTC_CONSUMER_MODEL names no saved classifier.");

        NativeBackendException error = Assert.Throws<NativeBackendException>(() => TransferClassifier.Load(folder));

        Assert.Contains("TorchSharp-cpu", error.Message, StringComparison.Ordinal);
    }
}
