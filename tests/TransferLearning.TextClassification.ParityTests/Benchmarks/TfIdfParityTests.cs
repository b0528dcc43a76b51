using TransferLearning.TextClassification.Benchmarks.EndToEnd;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Benchmarks;

/// <summary>The baseline of the benchmarks against scikit-learn's figures: a set of each kind that takes seconds.</summary>
public sealed class TfIdfParityTests
{
    private const double Allowed = 0.003;

    [Theory]
    [InlineData("trec")]
    [InlineData("sms_spam")]
    [InlineData("agnews")]
    public void Its_accuracy_is_the_reference(string set)
    {
        string shared = SharedFolder.Path(".");

        (_, string figure, double ours, double theirs) = TfIdfAccuracy.Compare(TfIdfAccuracy.Sets.Single(known => known.Name == set), shared);

        Assert.Equal("accuracy", figure);
        Assert.InRange(ours, theirs - Allowed, theirs + Allowed);
    }
}
