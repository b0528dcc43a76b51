namespace TransferLearning.TextClassification.Runtime;

/// <summary>Writes the elements of a new tensor.</summary>
/// <param name="values">The elements in row-major order; their content is undefined before.</param>
internal delegate void FillAction(Span<float> values);
