namespace TransferLearning.TextClassification.Checkpoints.Vectors;

/// <summary>What the beginning of a file of word vectors says of it.</summary>
/// <param name="IsBinary">Whether numbers are stored as float32 (word2vec binary) rather than as text.</param>
/// <param name="Dimension">Numbers a vector.</param>
/// <param name="Words">How many words its first line announces; null for a file without such a line (GloVe).</param>
internal readonly record struct VectorLayout(bool IsBinary, int Dimension, long? Words);
