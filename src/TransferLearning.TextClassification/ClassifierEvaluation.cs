using TransferLearning.TextClassification.Data;
using TransferLearning.TextClassification.Evaluation;

namespace TransferLearning.TextClassification;

/// <summary>Scores any classifier on labelled rows.</summary>
internal static class ClassifierEvaluation
{
    internal static EvaluationReport Evaluate(ITextClassifier classifier, TextDataset data, CancellationToken cancellationToken)
    {
        if (data.Count == 0)
        {
            throw DataErrors.File(data.Path, "there are no rows to evaluate on. Add labelled rows.");
        }

        DatasetChecks.EnsureTargets(data, classifier.Task);
        DatasetChecks.EnsureKnownLabels(classifier.Labels, data, "evaluation data");
        if (classifier is TransferClassifier { Pairs: { } pairs })
        {
            DatasetChecks.EnsureSameInputs(pairs, data, "evaluation data");
        }

        IReadOnlyList<Prediction> predictions = classifier.PredictMany([.. data.Select(example => example.Input)], cancellationToken);
        if (predictions.Count != data.Count)
        {
            throw new InvalidOperationException($"The classifier gave {predictions.Count} predictions for {data.Count} inputs.");
        }

        LabelSet labels = LabelSet.From(classifier.Labels);
        return classifier.Task switch
        {
            TextTask.SingleLabel => Evaluator.SingleLabel(labels, [.. data.Select(Class)], [.. predictions.Select(Scores)]),
            TextTask.MultiLabel => Evaluator.MultiLabel(labels, [.. data.Select(example => Flags(example.Target!.Labels))], [.. predictions.Select(Scores)], [.. predictions.Select(prediction => Flags(prediction.Labels))]),
            _ => Evaluator.Regression([.. data.Select(example => example.Target!.Number!.Value)], [.. predictions.Select(prediction => (double)prediction.Value)]),
        };

        int Class(TextExample example) => labels.TryGetPosition(example.Target!.Labels[0], out int position) ? position : throw new InvalidOperationException();

        bool[] Flags(IEnumerable<string> applying)
        {
            bool[] flags = new bool[labels.Count];
            foreach (string label in applying)
            {
                _ = labels.TryGetPosition(label, out int position);
                flags[position] = true;
            }

            return flags;
        }

        float[] Scores(Prediction prediction) => [.. labels.Select(label => prediction.Probabilities[label])];
    }
}
