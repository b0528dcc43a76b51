namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>A pickle is broken or asks for what is not allowed. Never leaves this folder: <see cref="PyTorchReader"/> adds the file and the mend.</summary>
internal sealed class PickleException(string message) : Exception(message);
