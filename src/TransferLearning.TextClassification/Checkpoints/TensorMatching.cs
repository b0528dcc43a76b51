using System.Collections.Immutable;

namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>Compares a checkpoint's tensors with those that a model needs.</summary>
internal static class TensorMatching
{
    /// <summary>Compares names and shapes.</summary>
    /// <param name="path">The file or folder; stands in messages.</param>
    /// <param name="expected">What the model needs.</param>
    /// <param name="checkpoint">What the checkpoint holds.</param>
    /// <exception cref="CheckpointException">Tensors that the model needs are missing or of another shape; it names them all.</exception>
    internal static TensorMatch Match(string path, IEnumerable<ExpectedTensor> expected, CheckpointTensors checkpoint)
    {
        HashSet<string> unexpected = [.. checkpoint.Tensors.Keys];
        List<string> found = [], missing = [], absent = [], otherShape = [], wrong = [], wrongTexts = [];
        foreach (ExpectedTensor tensor in expected)
        {
            unexpected.Remove(tensor.Name);
            if (!checkpoint.Tensors.TryGetValue(tensor.Name, out TensorInfo? stored))
            {
                (tensor.IsOptional ? absent : missing).Add(tensor.Name);
            }
            else if (stored.Shape.AsSpan().SequenceEqual(tensor.Shape))
            {
                found.Add(tensor.Name);
            }
            else if (tensor.IsOptional)
            {
                otherShape.Add(tensor.Name);
            }
            else
            {
                wrong.Add(tensor.Name);
                wrongTexts.Add($"{tensor.Name} {TensorShape.Text(stored.Shape)} instead of {TensorShape.Text(tensor.Shape)}");
            }
        }

        if (missing.Count > 0 || wrong.Count > 0)
        {
            throw Mismatch(path, missing, wrong, wrongTexts);
        }

        return new([.. found], [.. absent], [.. otherShape], [.. unexpected.Order(StringComparer.Ordinal)]);
    }

    private static CheckpointException Mismatch(string path, List<string> missing, List<string> wrong, List<string> wrongTexts)
    {
        List<string> problems = [];
        if (missing.Count > 0)
        {
            problems.Add($"{missing.Count} missing ({string.Join(", ", missing)})");
        }

        if (wrong.Count > 0)
        {
            problems.Add($"{wrong.Count} of another shape than {CheckpointFolder.ConfigurationFile} says ({string.Join(", ", wrongTexts)})");
        }

        ImmutableArray<string> tensors = [.. missing, .. wrong];
        return CheckpointException.At(
            path, $"the weights do not fit the model: {string.Join("; ", problems)}. Check that {CheckpointFolder.ConfigurationFile} and the weights belong together.", null, tensors);
    }
}
