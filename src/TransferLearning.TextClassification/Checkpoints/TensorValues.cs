namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>Gives a tensor's numbers in row-major order; called once, when they are written.</summary>
internal delegate ReadOnlySpan<float> TensorValues();
