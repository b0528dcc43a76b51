using Xunit;

namespace TransferLearning.TextClassification.Tests.Root;

public sealed class PredictionTests
{
    [Fact]
    public void A_single_label_prediction_has_the_likeliest_label()
    {
        Prediction prediction = Prediction.Create(["a", "b", "c"], [0.1f, 0.6f, 0.3f]);

        Assert.Equal(("b", 0.6f), (prediction.Label, prediction.Probability));
        Assert.Equal(["b"], prediction.Labels);
        Assert.Equal([new("b", 0.6f), new("c", 0.3f)], prediction.Top(2));
        Assert.Equal(0.3f, prediction.Probabilities["c"]);
        Assert.Equal("b 60 %", prediction.ToString());
        Assert.Throws<InvalidOperationException>(() => prediction.Value);
    }

    [Fact]
    public void A_multi_label_prediction_has_those_above_the_threshold()
    {
        Prediction some = Prediction.Create(["a", "b", "c"], [0.6f, 0.5f, 0.9f], TextTask.MultiLabel);
        Prediction none = Prediction.Create(["a", "b"], [0.2f, 0.4f], TextTask.MultiLabel);

        Assert.Equal(["c", "a"], some.Labels);
        Assert.Equal("c 90 %, a 60 %", some.ToString());
        Assert.Empty(none.Labels);
        Assert.Equal("(none; b 40 %)", none.ToString());
    }

    [Fact]
    public void A_regression_has_a_value()
    {
        Prediction prediction = Prediction.CreateValue(1.5f);

        Assert.Equal((1.5f, "1.5"), (prediction.Value, prediction.ToString()));
        Assert.Empty(prediction.Labels);
        Assert.Empty(prediction.Probabilities);
        Assert.Throws<InvalidOperationException>(() => prediction.Label);
    }

    [Fact]
    public void Impossible_predictions_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Prediction.Create([], []));
        Assert.Throws<ArgumentException>(() => Prediction.Create(["a"], [0.5f, 0.5f]));
        Assert.Throws<ArgumentException>(() => Prediction.Create(["a", "a"], [0.5f, 0.5f]));
        Assert.Throws<ArgumentException>(() => Prediction.Create(["a"], [float.NaN]));
    }

    [Fact]
    public async Task A_fake_classifier_streams_and_is_evaluated()
    {
        FakeClassifier fake = new();
        List<string> labels = [];

        await foreach (Prediction prediction in fake.PredictAsync(Inputs(600), TestContext.Current.CancellationToken))
        {
            labels.Add(prediction.Label);
        }

        Assert.Equal(Enumerable.Range(0, 600).Select(i => i % 2 == 0 ? "even" : "odd"), labels);
        EvaluationReport report = await fake.EvaluateAsync(
            TextDataset.FromExamples([new TextExample("2", "even"), new TextExample("3", "odd"), new TextExample("5", "even")]), TestContext.Current.CancellationToken);
        Assert.Equal(2 / 3.0, report.Accuracy!.Value, 12);
    }

    [Fact]
    public async Task A_stream_may_be_left_while_its_next_text_is_awaited()
    {
        bool wasEnded = false;
        await foreach (Prediction prediction in new FakeClassifier().PredictAsync(OneAndThenNothing(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken))
        {
            Assert.Equal("odd", prediction.Label);
            break;
        }

        Assert.True(wasEnded);

        async IAsyncEnumerable<TextInput> OneAndThenNothing([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                yield return "1";
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                wasEnded = true;
            }
        }
    }

    private static async IAsyncEnumerable<TextInput> Inputs(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (i % 100 == 7)
            {
                await Task.Yield();
            }

            yield return i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private sealed class FakeClassifier : ITextClassifier
    {
        public IReadOnlyList<string> Labels { get; } = ["even", "odd"];

        public TextTask Task => TextTask.SingleLabel;

        public IReadOnlyList<Prediction> PredictMany(IReadOnlyList<TextInput> inputs, CancellationToken cancellationToken = default) =>
            [.. inputs.Select(input => Prediction.Create(Labels, (input.Text[^1] - '0') % 2 == 0 ? [1, 0] : [0, 1]))];
    }
}
