using System.Numerics.Tensors;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>The baseline that knows words only: TF-IDF and logistic regression.</summary>
internal sealed class TfIdfBaseline
{
    private readonly TfIdfVectors vectors;
    private readonly LogisticRegression regression;

    /// <param name="rows">The training rows.</param>
    /// <param name="ofCharacters">Whether terms are characters rather than words: for languages without spaces.</param>
    /// <param name="isMultiLabel">Whether a row may have several labels.</param>
    internal TfIdfBaseline(IReadOnlyCollection<(string[] Labels, string Text)> rows, bool ofCharacters = false, bool isMultiLabel = false)
    {
        Labels = [.. rows.SelectMany(row => row.Labels).Distinct().Order(StringComparer.Ordinal)];
        vectors = new([.. rows.Select(row => row.Text)], ofCharacters);
        bool isBinary = !isMultiLabel && Labels.Count == 2; // one output, that of the second label
        IReadOnlyList<string> outputs = isBinary ? [Labels[1]] : Labels;
        regression = new(
            [.. rows.Select(row => vectors.Of(row.Text))],
            vectors.Count,
            [.. rows.Select(row => outputs.Select(label => row.Labels.Contains(label) ? 1.0 : 0.0).ToArray())],
            isMultinomial: !isBinary && !isMultiLabel);
    }

    /// <summary>The labels, sorted.</summary>
    internal IReadOnlyList<string> Labels { get; }

    /// <summary>The probability of every label.</summary>
    internal double[] Probabilities(string text)
    {
        double[] probabilities = regression.Predict(vectors.Of(text));
        return probabilities.Length < Labels.Count ? [1 - probabilities[0], probabilities[0]] : probabilities;
    }

    /// <summary>The likeliest label.</summary>
    internal string Predict(string text) => Labels[TensorPrimitives.IndexOfMax(Probabilities(text))];
}
