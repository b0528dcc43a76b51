using System.Collections.Immutable;

namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>How a checkpoint's tensors compare with a model's, where all that the model cannot be without are there.</summary>
/// <param name="Found">Expected and there, in the right shape.</param>
/// <param name="Absent">Optional and not there.</param>
/// <param name="OtherShape">Optional and there in another shape.</param>
/// <param name="Unexpected">There but not expected: worth a warning.</param>
internal sealed record TensorMatch(ImmutableArray<string> Found, ImmutableArray<string> Absent, ImmutableArray<string> OtherShape, ImmutableArray<string> Unexpected);
