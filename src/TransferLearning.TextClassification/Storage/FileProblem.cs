namespace TransferLearning.TextClassification.Storage;

/// <summary>How a file differs from what was recorded of it.</summary>
internal enum FileProblem
{
    /// <summary>It is recorded but not there.</summary>
    Missing,

    /// <summary>Its content is another one, or cut off.</summary>
    Changed,

    /// <summary>It is there but not recorded.</summary>
    Unexpected,
}
