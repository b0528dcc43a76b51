namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>A tensor that a model needs, under the checkpoint's name for it.</summary>
/// <param name="Name">The name in the checkpoint.</param>
/// <param name="Shape">The shape that the model has.</param>
/// <param name="IsOptional">Whether the model can be without it, or begin with new values: a pooler, a head.</param>
internal sealed record ExpectedTensor(string Name, long[] Shape, bool IsOptional = false);
