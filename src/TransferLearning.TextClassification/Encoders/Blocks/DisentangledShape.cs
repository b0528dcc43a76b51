namespace TransferLearning.TextClassification.Encoders.Blocks;

/// <summary>Which terms disentangled attention has.</summary>
/// <param name="ContentToPosition">A query's content meets the distance.</param>
/// <param name="PositionToContent">A key's content meets the distance.</param>
/// <param name="SharesProjections">Distances pass the projections of the tokens.</param>
internal readonly record struct DisentangledShape(bool ContentToPosition, bool PositionToContent, bool SharesProjections)
{
    /// <summary>The number of terms, that of content and content included.</summary>
    internal int Terms => 1 + (ContentToPosition ? 1 : 0) + (PositionToContent ? 1 : 0);
}
