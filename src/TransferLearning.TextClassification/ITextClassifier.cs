namespace TransferLearning.TextClassification;

/// <summary>
/// What an application depends on where it classifies texts, so that its own tests need no trained model and no native library: implement it as a fake.
/// All else (one text, streams, evaluation) are extension methods over <see cref="PredictMany"/>, see <see cref="TextClassifierExtensions"/>.
/// </summary>
public interface ITextClassifier
{
    /// <summary>The labels in the order of the scores; empty for a regression.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>What is predicted.</summary>
    public TextTask Task { get; }

    /// <summary>Predicts for many inputs.</summary>
    /// <param name="inputs">Texts or pairs of texts; empty texts are answered too.</param>
    /// <param name="cancellationToken">Stops predicting.</param>
    /// <returns>A prediction for each input, in the order of <paramref name="inputs"/>.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public IReadOnlyList<Prediction> PredictMany(IReadOnlyList<TextInput> inputs, CancellationToken cancellationToken = default);
}
