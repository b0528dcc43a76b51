namespace TransferLearning.TextClassification;

/// <summary>What <see cref="TextDataset.Report"/> finds.</summary>
public sealed class DataReport
{
    internal static DataReport Create(TextDataset data, TextDataset? test) => new();
}
