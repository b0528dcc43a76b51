namespace TransferLearning.TextClassification.Encoders;

/// <summary>Families that start from a checkpoint only.</summary>
internal static class FromCheckpointOnly
{
    /// <summary>The error where such a family is to start from scratch.</summary>
    internal static ArgumentException Refuse(string family) =>
        new($"An encoder of the family '{family}' starts from a checkpoint only. Give one, or take UseBertEncoder for a transformer from scratch.");
}
