namespace TransferLearning.TextClassification.Encoders;

/// <summary>Which part of a batch a pass sees; the default is the whole, or its beginning.</summary>
/// <param name="Number">The part's number, from 0.</param>
/// <param name="FirstText">The position of its first text in the batch.</param>
/// <param name="FirstToken">The position of its first token in the batch.</param>
internal readonly record struct BatchPart(int Number, int FirstText, int FirstToken);
