namespace TransferLearning.TextClassification.Data;

/// <summary>Labels that differ only in case or in the blanks around them, and are classes of their own all the same.</summary>
internal static class SimilarLabels
{
    private const int ShownGroups = 10;

    /// <summary>The groups of such labels; empty where there are none.</summary>
    internal static IReadOnlyList<IReadOnlyList<string>> Of(IEnumerable<string> labels) =>
        [.. labels.GroupBy(label => label.Trim(), StringComparer.OrdinalIgnoreCase).Select(group => group.ToArray()).Where(group => group.Length > 1)];

    /// <summary>The first groups in words, as in <c>'Spam', 'spam'; 'ham', 'ham '</c>.</summary>
    internal static string Describe(IReadOnlyList<IReadOnlyList<string>> groups) =>
        string.Join("; ", groups.Take(ShownGroups).Select(group => string.Join(", ", group.Select(label => DataErrors.Quote(label))))) + (groups.Count > ShownGroups ? "; …" : string.Empty);
}
