namespace TransferLearning.TextClassification.Objectives;

/// <summary>Says where a row came from.</summary>
internal static class RowPlace
{
    /// <summary><c>file:line</c>, or <c>row N</c> (from 1) where the row came from no file.</summary>
    internal static string Of(TextExample row, int index) => (row.Path, row.Line) switch
    {
        ({ } path, { } line) => FormattableString.Invariant($"{path}:{line}"),
        ({ } path, null) => path,
        _ => FormattableString.Invariant($"row {index + 1}"),
    };
}
