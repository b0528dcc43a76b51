namespace TransferLearning.TextClassification.Tokenization.PreTokenization;

/// <summary>Where the mark of a word's beginning is put before text that does not have it.</summary>
internal enum PrependScheme
{
    Always,
    First,
    Never,
}
