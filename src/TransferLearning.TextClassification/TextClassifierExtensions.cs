using System.Runtime.CompilerServices;

namespace TransferLearning.TextClassification;

/// <summary>What every <see cref="ITextClassifier"/> can do by way of <see cref="ITextClassifier.PredictMany"/>.</summary>
public static class TextClassifierExtensions
{
    private const int StreamBatch = 256;

    /// <summary>Predicts for one input.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="input">A text or a pair of texts; may be empty.</param>
    /// <param name="cancellationToken">Stops predicting.</param>
    /// <returns>The prediction.</returns>
    public static Prediction Predict(this ITextClassifier classifier, TextInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return classifier.PredictMany([input], cancellationToken)[0];
    }

    /// <summary>Predicts for many texts.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="texts">The texts; empty ones are answered too.</param>
    /// <param name="cancellationToken">Stops predicting.</param>
    /// <returns>A prediction for each text, in order.</returns>
    public static IReadOnlyList<Prediction> PredictMany(this ITextClassifier classifier, IEnumerable<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(texts);
        return classifier.PredictMany([.. texts.Select(text => new TextInput(text))], cancellationToken);
    }

    /// <summary>Predicts for a stream of inputs: up to 256 at a time where they come fast, each at once where they come slowly.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="inputs">Texts or pairs of texts.</param>
    /// <param name="cancellationToken">Stops predicting.</param>
    /// <returns>A prediction for each input, in order; the stream is never held as a whole.</returns>
    public static async IAsyncEnumerable<Prediction> PredictAsync(
        this ITextClassifier classifier, IAsyncEnumerable<TextInput> inputs, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(inputs);
        List<TextInput> batch = new(StreamBatch);
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IAsyncEnumerator<TextInput> source = inputs.GetAsyncEnumerator(leaving.Token);
        await using ConfiguredAsyncDisposable disposal = source.ConfigureAwait(false);
        PendingMove move = new(leaving);
        await using ConfiguredAsyncDisposable pending = move.ConfigureAwait(false);
        for (bool more = true; more;)
        {
            Task<bool> next = move.Next = source.MoveNextAsync().AsTask();
            if (!next.IsCompleted && batch.Count > 0)
            {
                // The next input is not there yet: answer those that are.
                foreach (Prediction prediction in await PredictBatchAsync().ConfigureAwait(false))
                {
                    yield return prediction;
                }
            }

            more = await next.ConfigureAwait(false);
            if (more)
            {
                batch.Add(source.Current);
            }

            if (batch.Count == StreamBatch || (!more && batch.Count > 0))
            {
                foreach (Prediction prediction in await PredictBatchAsync().ConfigureAwait(false))
                {
                    yield return prediction;
                }
            }
        }

        async Task<IReadOnlyList<Prediction>> PredictBatchAsync()
        {
            TextInput[] taken = [.. batch];
            batch.Clear();
            return await Task.Run(() => classifier.PredictMany(taken, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Scores a classifier on labelled rows.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="data">The rows; every one has a target that the classifier knows.</param>
    /// <param name="cancellationToken">Stops predicting.</param>
    /// <returns>The report.</returns>
    /// <exception cref="TextDataException">A row has no target, or a label that the classifier does not know.</exception>
    /// <exception cref="CheckpointException">An answer of a <see cref="TransferClassifier"/> is not a number.</exception>
    public static Task<EvaluationReport> EvaluateAsync(this ITextClassifier classifier, TextDataset data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(data);
        return Task.Run(() => ClassifierEvaluation.Evaluate(classifier, data, cancellationToken), cancellationToken);
    }
}
