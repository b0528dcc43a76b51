namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Where an added token stands, the whitespace that it takes among it.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">The unit after the last.</param>
/// <param name="Id">The token's id.</param>
internal readonly record struct AddedTokenMatch(int Start, int End, int Id);
