using System.Numerics.Tensors;
using System.Text.RegularExpressions;

namespace TransferLearning.TextClassification.Tests.Samples;

/// <summary>
/// The baseline that knows words only: TF-IDF of words and word pairs (sublinear counts, smoothed inverse document frequency, unit length) and
/// multinomial logistic regression (C = 10), as in scikit-learn, trained by Nesterov's accelerated gradient descent.
/// </summary>
internal sealed partial class TfIdfBaseline
{
    private const double C = 10;
    private const double StepSize = 4;
    private const int Steps = 200;

    private readonly Dictionary<string, int> terms = new(StringComparer.Ordinal);
    private readonly double[] inverseDocumentFrequency;
    private readonly string[] labels;
    private readonly double[] weights; // [terms + 1, labels], the last row is the intercept

    internal TfIdfBaseline(IReadOnlyList<(string Label, string Text)> rows)
    {
        labels = [.. rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int> documents = rows.SelectMany(row => Terms(row.Text).Distinct()).CountBy(term => term).ToDictionary(StringComparer.Ordinal);
        inverseDocumentFrequency = new double[documents.Count];
        foreach ((string term, int count) in documents)
        {
            inverseDocumentFrequency[terms.Count] = Math.Log((1.0 + rows.Count) / (1 + count)) + 1;
            terms.Add(term, terms.Count);
        }

        weights = Train([.. rows.Select(row => Vector(row.Text))], [.. rows.Select(row => Array.IndexOf(labels, row.Label))]);
    }

    internal string Predict(string text)
    {
        double[] scores = new double[labels.Length];
        AddScores(Vector(text), weights, scores);
        return labels[TensorPrimitives.IndexOfMax(scores)];
    }

    private double[] Train((int Term, double Value)[][] vectors, int[] targets)
    {
        int size = (terms.Count + 1) * labels.Length;
        double[] current = new double[size];
        double[] velocity = new double[size];
        double[] ahead = new double[size];
        double[] gradient = new double[size];
        double[] probabilities = new double[labels.Length];
        for (int step = 0; step < Steps; step++)
        {
            TensorPrimitives.MultiplyAdd(velocity, step / (step + 3.0), current, ahead);
            TensorPrimitives.Multiply(ahead, 1 / (C * vectors.Length), gradient);
            gradient.AsSpan(terms.Count * labels.Length).Clear(); // The intercept is not regularised.
            for (int row = 0; row < vectors.Length; row++)
            {
                Array.Clear(probabilities);
                AddScores(vectors[row], ahead, probabilities);
                TensorPrimitives.SoftMax(probabilities, probabilities);
                probabilities[targets[row]] -= 1;
                foreach ((int term, double value) in vectors[row])
                {
                    Span<double> slot = gradient.AsSpan(term * labels.Length, labels.Length);
                    TensorPrimitives.MultiplyAdd(probabilities, value / vectors.Length, slot, slot);
                }
            }

            for (int i = 0; i < size; i++)
            {
                double next = ahead[i] - StepSize * gradient[i];
                velocity[i] = next - current[i];
                current[i] = next;
            }
        }

        return current;
    }

    private void AddScores((int Term, double Value)[] vector, double[] from, double[] scores)
    {
        foreach ((int term, double value) in vector)
        {
            TensorPrimitives.MultiplyAdd(from.AsSpan(term * labels.Length, labels.Length), value, scores, scores);
        }
    }

    private (int Term, double Value)[] Vector(string text)
    {
        (int Term, double Value)[] values =
        [
            .. Terms(text).Where(terms.ContainsKey).CountBy(term => term).Select(pair => (terms[pair.Key], (1 + Math.Log(pair.Value)) * inverseDocumentFrequency[terms[pair.Key]])),
        ];
        double length = Math.Sqrt(values.Sum(value => value.Value * value.Value));
        return [.. values.Select(value => (value.Term, value.Value / length)), (terms.Count, 1.0)];
    }

    private static IEnumerable<string> Terms(string text)
    {
        string[] words = [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)];
        return words.Concat(words.Zip(words.Skip(1), (first, second) => $"{first} {second}"));
    }

    [GeneratedRegex(@"\b\w\w+\b")]
    private static partial Regex Word();
}
