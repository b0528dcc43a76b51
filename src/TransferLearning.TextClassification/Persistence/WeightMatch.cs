using System.Collections.Immutable;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>How a checkpoint filled a model.</summary>
/// <param name="New">Parameters, by our name, that the checkpoint did not give.</param>
/// <param name="Unused">Tensors, by the checkpoint's name, that the model has no use for.</param>
internal sealed record WeightMatch(ImmutableArray<string> New, ImmutableArray<string> Unused);
