using TransferLearning.TextClassification.Tests.Root;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Persistence;

/// <summary>What <c>1_Pooling/config.json</c> decides, and when it does not.</summary>
public sealed class PoolingConfigurationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}""", Pooling.FirstToken)]
    [InlineData("""{"pooling_mode_mean_tokens": true}""", Pooling.Mean)]
    [InlineData("""{"pooling_mode_max_tokens": true}""", Pooling.Max)]
    [InlineData("""{"pooling_mode_lasttoken": true, "pooling_mode_mean_tokens": false}""", Pooling.LastToken)]
    [InlineData("""{"pooling_mode": "lasttoken"}""", Pooling.LastToken)]
    public void It_decides_where_there_is_no_pooler(string content, Pooling expected)
    {
        Assert.Equal(expected, ModelInfo.Read(Encoder(content, hasPooler: false)).Pooling);
        Assert.Equal(Pooling.Pooler, ModelInfo.Read(Encoder(content, hasPooler: true)).Pooling);
    }

    [Theory]
    [InlineData("""{"pooling_mode_mean_tokens": true, "pooling_mode_weightedmean_tokens": true}""")]
    [InlineData("""{"pooling_mode_mean_tokens": true, "pooling_mode_max_tokens": true}""")]
    [InlineData("""{"pooling_mode": "weightedmean"}""")]
    public void Several_or_one_that_is_not_known_are_left_out_and_the_reason_says_so(string content)
    {
        ResolvedValue pooling = new TransferClassifierBuilder().UsePretrained(PretrainedModel.FromDirectory(Encoder(content, hasPooler: false))).Build()
            .Resolve(ToyData.TwoClasses)["pooling"];

        Assert.Equal("pooler", pooling.Value);
        Assert.Contains("what 1_Pooling/config.json says is none of those known here, or several", pooling.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_it_says_so_where_it_would_have_decided()
    {
        string path = Encoder("{}", hasPooler: false);
        Directory.Delete(Path.Combine(path, "1_Pooling"), recursive: true);

        ModelInfo info = ModelInfo.Read(path);

        Assert.EndsWith("'bert' classifier; the folder has no 1_Pooling/config.json", info.PoolingReason, StringComparison.Ordinal);
        Assert.Equal("the checkpoint has a pooler", ModelInfo.Read(Encoder("{}", hasPooler: true)).PoolingReason);
    }

    private string Encoder(string content, bool hasPooler)
    {
        string path = folder.File(Guid.NewGuid().ToString("N"));
        new ReferenceBertFolder(path) { HasPooler = hasPooler }.Write();
        Directory.CreateDirectory(Path.Combine(path, "1_Pooling"));
        File.WriteAllText(Path.Combine(path, "1_Pooling", "config.json"), content);
        return path;
    }
}
