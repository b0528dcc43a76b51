using System.Numerics.Tensors;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>
/// Logistic regression on sparse vectors with C = 10 and an intercept that is not regularised, as scikit-learn's: multinomial, or an own one for every output. Trained by
/// Nesterov's accelerated gradient descent, begun anew where it overshoots.
/// </summary>
internal sealed class LogisticRegression
{
    private const double C = 10;
    private const double StepSize = 2;
    private const double Tolerance = 1e-5;
    private const int MostSteps = 1000;

    private readonly int outputs;
    private readonly bool isMultinomial;
    private readonly double[] weights; // [terms + 1, outputs], the last row is the intercept

    /// <param name="vectors">The rows.</param>
    /// <param name="terms">The size of the vectors.</param>
    /// <param name="targets">The probability of every output for each row.</param>
    /// <param name="isMultinomial">Whether the outputs of a row exclude each other.</param>
    internal LogisticRegression((int Term, double Value)[][] vectors, int terms, double[][] targets, bool isMultinomial)
    {
        outputs = targets[0].Length;
        this.isMultinomial = isMultinomial;
        weights = Train(vectors, terms, targets);
    }

    /// <summary>The probability of every output.</summary>
    internal double[] Predict((int Term, double Value)[] vector)
    {
        double[] probabilities = new double[outputs];
        Probabilities(vector, weights, probabilities);
        return probabilities;
    }

    private double[] Train((int Term, double Value)[][] vectors, int terms, double[][] targets)
    {
        int size = (terms + 1) * outputs;
        double[] current = new double[size];
        double[] velocity = new double[size];
        double[] ahead = new double[size];
        double[] gradient = new double[size];
        double[] residual = new double[outputs];
        int sinceStart = 0;
        for (int step = 0; step < MostSteps; step++)
        {
            TensorPrimitives.MultiplyAdd(velocity, sinceStart / (sinceStart + 3.0), current, ahead);
            TensorPrimitives.Multiply(ahead, 1 / (C * vectors.Length), gradient);
            gradient.AsSpan(terms * outputs).Clear();
            for (int row = 0; row < vectors.Length; row++)
            {
                Probabilities(vectors[row], ahead, residual);
                TensorPrimitives.Subtract(residual, targets[row], residual);
                TensorPrimitives.Divide(residual, vectors.Length, residual);
                foreach ((int term, double value) in vectors[row].Append((terms, 1.0)))
                {
                    Span<double> slot = gradient.AsSpan(term * outputs, outputs);
                    TensorPrimitives.MultiplyAdd(residual, value, slot, slot);
                }
            }

            if (TensorPrimitives.MaxMagnitude(gradient) is < Tolerance and > -Tolerance)
            {
                break;
            }

            for (int i = 0; i < size; i++)
            {
                double next = ahead[i] - (StepSize * gradient[i]);
                velocity[i] = next - current[i];
                current[i] = next;
            }

            sinceStart = TensorPrimitives.Dot(gradient, velocity) > 0 ? 0 : sinceStart + 1;
        }

        return current;
    }

    private void Probabilities((int Term, double Value)[] vector, double[] from, double[] probabilities)
    {
        from.AsSpan(from.Length - outputs).CopyTo(probabilities);
        foreach ((int term, double value) in vector)
        {
            TensorPrimitives.MultiplyAdd(from.AsSpan(term * outputs, outputs), value, probabilities, probabilities);
        }

        if (isMultinomial)
        {
            TensorPrimitives.SoftMax(probabilities, probabilities);
        }
        else
        {
            TensorPrimitives.Sigmoid(probabilities, probabilities);
        }
    }
}
