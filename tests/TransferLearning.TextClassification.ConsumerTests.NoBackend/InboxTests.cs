using TransferLearning.TextClassification;
using Xunit;

namespace ConsumerTests.NoBackend;

/// <summary>The application's tests, which need neither libtorch nor training.</summary>
public sealed class InboxTests
{
    [Fact]
    public void A_sure_answer_is_routed() => Assert.Equal("billing", new Inbox(new KeywordClassifier()).Route("I was charged twice"));

    [Fact]
    public void An_unsure_answer_goes_to_a_person() => Assert.Equal("a person", new Inbox(new KeywordClassifier()).Route("Hello"));

    [Fact]
    public async Task The_fake_is_evaluated_like_the_real_one()
    {
        TextDataset data = TextDataset.FromExamples([new TextExample("I was charged twice", "billing"), new TextExample("Where is it?", "shipping"), new TextExample("Hello", "technical")]);

        EvaluationReport report = await new KeywordClassifier().EvaluateAsync(data, TestContext.Current.CancellationToken);

        Assert.Equal(2.0 / 3, report.Accuracy ?? 0, 6);
    }
}
