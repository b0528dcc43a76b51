namespace TransferLearning.TextClassification.Storage;

/// <summary>A file that differs from what was recorded of it.</summary>
internal sealed record FileDifference(string File, FileProblem Problem)
{
    /// <inheritdoc/>
    public override string ToString() => Problem switch
    {
        FileProblem.Missing => $"'{File}' is missing",
        FileProblem.Changed => $"'{File}' was changed or cut off",
        _ => $"'{File}' was not there when the folder was saved",
    };
}
