using System.Collections.Immutable;
using System.Globalization;

namespace TransferLearning.TextClassification;

/// <summary>What a classifier says of one input. Immutable; holds no native memory. Anyone can make one with <see cref="Create"/>, for example in tests.</summary>
public sealed class Prediction
{
    /// <summary>The probability above which a label of a multi-label task counts as predicted.</summary>
    internal const float DefaultThreshold = 0.5f;

    private readonly LabelSet labels;
    private readonly float[] scores;
    private readonly IReadOnlyList<float>? thresholds;

    /// <summary>Takes the array over, without a copy.</summary>
    internal Prediction(TextTask task, LabelSet labels, float[] scores, IReadOnlyList<float>? thresholds, bool wasTruncated)
    {
        Task = task;
        this.labels = labels;
        this.scores = scores;
        this.thresholds = thresholds;
        WasTruncated = wasTruncated;
    }

    /// <summary>What is predicted.</summary>
    public TextTask Task { get; }

    /// <summary>The likeliest label, of a multi-label task too.</summary>
    /// <exception cref="InvalidOperationException">This is a regression.</exception>
    public string Label => labels[Likeliest()];

    /// <summary>The probability of <see cref="Label"/>, from 0 to 1.</summary>
    /// <exception cref="InvalidOperationException">This is a regression.</exception>
    public float Probability => scores[Likeliest()];

    /// <summary>The labels that are predicted, likeliest first: one for a single-label task; for a multi-label task those above their threshold (0.5), perhaps none; none for a regression.</summary>
    public ImmutableArray<string> Labels => Task switch
    {
        TextTask.SingleLabel => [Label],
        TextTask.MultiLabel => [.. Predicted().Select(scored => scored.Label)],
        _ => [],
    };

    /// <summary>The probability of every label, in the order of the classifier's labels; empty for a regression.</summary>
    public IReadOnlyDictionary<string, float> Probabilities => new LabelProbabilities(labels, Task == TextTask.Regression ? [] : scores);

    /// <summary>The predicted number.</summary>
    /// <exception cref="InvalidOperationException">This is no regression.</exception>
    public float Value => Task == TextTask.Regression
        ? scores[0]
        : throw new InvalidOperationException("A classification has no value; use Label and Probability.");

    /// <summary>Whether the input was longer than the classifier takes and was cut.</summary>
    public bool WasTruncated { get; }

    /// <summary>Makes the prediction of a classification.</summary>
    /// <param name="labels">The labels, each once. Pass a classifier's own list to share it.</param>
    /// <param name="probabilities">A probability from 0 to 1 for each label, in their order.</param>
    /// <param name="task">Single-label (the default) or multi-label.</param>
    /// <param name="wasTruncated">Whether the input was cut. Default: false.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="ArgumentException">There are no labels, a label stands twice, or the numbers of labels and probabilities differ.</exception>
    public static Prediction Create(IReadOnlyList<string> labels, IReadOnlyList<float> probabilities, TextTask task = TextTask.SingleLabel, bool wasTruncated = false)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (labels.Count == 0 || labels.Count != probabilities.Count)
        {
            throw new ArgumentException($"There are {labels.Count} labels and {probabilities.Count} probabilities; one probability for each of at least one label is expected.", nameof(probabilities));
        }

        if (task == TextTask.Regression)
        {
            throw new ArgumentException("A regression has no labels; use CreateValue.", nameof(task));
        }

        if (probabilities.FirstOrDefault(probability => !(probability is >= 0 and <= 1), -1) is var wrong && wrong != -1)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The probability {wrong} is not a number from 0 to 1."), nameof(probabilities));
        }

        return new(task, LabelSet.From(labels), [.. probabilities], null, wasTruncated);
    }

    /// <summary>Makes the prediction of a regression.</summary>
    /// <param name="value">The number.</param>
    /// <param name="wasTruncated">Whether the input was cut. Default: false.</param>
    /// <returns>The prediction.</returns>
    public static Prediction CreateValue(float value, bool wasTruncated = false) => new(TextTask.Regression, LabelSet.Empty, [value], null, wasTruncated);

    /// <summary>The likeliest labels.</summary>
    /// <param name="count">How many at most; at least 1.</param>
    /// <returns>Likeliest first; equal ones in the order of the labels; empty for a regression.</returns>
    public ImmutableArray<ScoredLabel> Top(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Enumerable.Range(0, labels.Count).OrderByDescending(i => scores[i]).Take(count).Select(i => new ScoredLabel(labels[i], scores[i]))];
    }

    /// <summary>The prediction for people.</summary>
    /// <returns>For example <c>billing 97 %</c>, <c>joy 81 %, love 64 %</c>, <c>(none; joy 31 %)</c> or <c>3.2</c>.</returns>
    public override string ToString()
    {
        if (Task == TextTask.Regression)
        {
            return scores[0].ToString(CultureInfo.InvariantCulture);
        }

        ScoredLabel best = new(Label, Probability);
        if (Task == TextTask.SingleLabel)
        {
            return best.ToString();
        }

        ScoredLabel[] predicted = [.. Predicted()];
        return predicted.Length == 0 ? $"(none; {best})" : string.Join(", ", predicted);
    }

    private IEnumerable<ScoredLabel> Predicted() =>
        Enumerable.Range(0, labels.Count)
            .Where(i => scores[i] > (thresholds?[i] ?? DefaultThreshold))
            .OrderByDescending(i => scores[i])
            .Select(i => new ScoredLabel(labels[i], scores[i]));

    private int Likeliest()
    {
        if (Task == TextTask.Regression)
        {
            throw new InvalidOperationException("A regression has no label; use Value.");
        }

        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return best;
    }
}
