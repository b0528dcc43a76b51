using TransferLearning.TextClassification;

namespace ConsumerTests.NoBackend;

/// <summary>The application's own fake.</summary>
public sealed class KeywordClassifier : ITextClassifier
{
    public IReadOnlyList<string> Labels { get; } = ["billing", "shipping", "technical"];

    public TextTask Task => TextTask.SingleLabel;

    public IReadOnlyList<Prediction> PredictMany(IReadOnlyList<TextInput> inputs, CancellationToken cancellationToken = default) =>
        [.. inputs.Select(input => Prediction.Create(Labels, input.Text.Contains("charged", StringComparison.Ordinal) ? [0.9f, 0.05f, 0.05f] : [0.3f, 0.4f, 0.3f]))];
}
