using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>What layers with disentangled attention share in a pass.</summary>
/// <param name="Vectors">The vectors of the distances that occur, <c>[distances, hidden]</c>.</param>
/// <param name="Places">For each group of the batch the row of the distance from query to key, int64 <c>[query, key]</c>.</param>
internal sealed record RelativeDistances(Tensor Vectors, IReadOnlyList<Tensor> Places);
