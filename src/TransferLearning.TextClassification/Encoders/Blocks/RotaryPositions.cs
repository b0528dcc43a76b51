using static TorchSharp.torch;

namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>What layers with rotary positions share in a pass.</summary>
/// <param name="Rotations">The rotations of the tokens.</param>
/// <param name="Masks">For each group of the batch what a token does not see, <c>[length, length]</c>; null: it sees all.</param>
internal sealed record RotaryPositions(RotaryTable Rotations, IReadOnlyList<Tensor?> Masks);
