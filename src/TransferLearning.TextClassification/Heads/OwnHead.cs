using TransferLearning.TextClassification.Extensibility;

namespace TransferLearning.TextClassification.Heads;

/// <summary>The head that classifiers of a family have.</summary>
internal static class OwnHead
{
    /// <summary>The family's own, else the linear one.</summary>
    internal static HeadKind Of(EncoderFamily family) => family is IHeadOwner owner ? owner.Head : LinearHeadKind.Instance;
}
