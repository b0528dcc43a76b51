namespace TransferLearning.TextClassification.Tokenization.Unigram;

/// <summary>What a piece of a SentencePiece model is for; the values are the file's.</summary>
internal enum SentencePieceKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}
