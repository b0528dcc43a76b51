namespace TransferLearning.TextClassification.Tokenization.Normalization;

/// <summary>The four normal forms of Unicode.</summary>
internal enum UnicodeForm
{
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}
