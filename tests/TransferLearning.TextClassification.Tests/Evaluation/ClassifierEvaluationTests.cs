using Xunit;

namespace TransferLearning.TextClassification.Tests.Evaluation;

public sealed class ClassifierEvaluationTests
{
    [Fact]
    public async Task The_sets_are_those_that_the_classifier_predicts()
    {
        TextDataset data = TextDataset.FromExamples([new("x", TextTarget.FromLabels(["a"])), new("y", TextTarget.FromLabels(["b"]))]);

        EvaluationReport report = await new OwnThresholds().EvaluateAsync(data, TestContext.Current.CancellationToken);

        Assert.Equal(1, report.Accuracy);
        Assert.Equal(1, report.MacroF1);
    }

    /// <summary>Predicts <c>a</c> above 0.3 and <c>b</c> above 0.7.</summary>
    private sealed class OwnThresholds : ITextClassifier
    {
        private static readonly LabelSet Names = LabelSet.From(["a", "b"]);

        public IReadOnlyList<string> Labels => Names;

        public TextTask Task => TextTask.MultiLabel;

        public IReadOnlyList<Prediction> PredictMany(IReadOnlyList<TextInput> inputs, CancellationToken cancellationToken = default) =>
            [.. inputs.Select(input => new Prediction(Task, Names, input.Text == "x" ? [0.4f, 0.6f] : [0.2f, 0.9f], [0.3f, 0.7f], wasTruncated: false))];
    }
}
