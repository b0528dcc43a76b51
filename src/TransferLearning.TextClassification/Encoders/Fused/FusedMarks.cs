namespace TransferLearning.TextClassification.Encoders.Fused;

/// <summary>Places in the memory of a pass.</summary>
internal readonly record struct FusedMarks((int Block, long Position) States, (int Block, long Position) Products);
