namespace TransferLearning.TextClassification.Tokenization.Unigram;

/// <summary>A piece of a unigram model.</summary>
/// <param name="Content">The piece.</param>
/// <param name="Id">Its id.</param>
/// <param name="Score">Its log probability.</param>
internal readonly record struct UnigramPiece(string Content, int Id, double Score);
