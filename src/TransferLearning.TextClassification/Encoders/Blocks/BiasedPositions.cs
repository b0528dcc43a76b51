using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>What layers with biases by distance share in a pass.</summary>
/// <param name="OfDistance">Of key − query from −(longest − 1) to longest − 1, <c>[2 longest − 1, heads]</c>.</param>
/// <param name="OfGroups">For each group of the batch <c>[heads, length, length]</c>.</param>
internal sealed record BiasedPositions(Tensor OfDistance, Lazy<IReadOnlyList<Tensor>> OfGroups);
