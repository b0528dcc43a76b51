using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Heads;

/// <summary>An encoder family whose classifiers have a head of their own in the reference implementation.</summary>
internal interface IHeadOwner
{
    /// <summary>The head.</summary>
    internal HeadKind Head { get; }
}
