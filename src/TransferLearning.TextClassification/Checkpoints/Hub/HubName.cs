using System.Text.RegularExpressions;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>The name of a checkpoint on the hub and the revision that is wanted.</summary>
/// <param name="Model"><c>org/name</c>, or for the oldest checkpoints <c>name</c>.</param>
/// <param name="Revision">A branch, tag or commit.</param>
internal sealed partial record HubName(string Model, string Revision)
{
    internal const string DefaultRevision = "main";

    /// <summary>What a name looks like, for messages.</summary>
    internal const string Expected = "ORG/NAME or ORG/NAME@REVISION";

    private const int LongestName = 96;
    private const int LongestRevision = 200;

    /// <summary>The checkpoint's folder in the cache.</summary>
    internal string FolderName => "models--" + Model.Replace("/", "--", StringComparison.Ordinal);

    /// <summary>Whether the revision is a commit, which never changes.</summary>
    internal bool IsPinned => IsCommit(Revision);

    /// <summary>Name and revision, as they are written.</summary>
    public override string ToString() => Revision == DefaultRevision ? Model : $"{Model}@{Revision}";

    /// <summary>Takes <c>org/name</c> or <c>org/name@revision</c> apart.</summary>
    /// <returns>Null where the text is neither.</returns>
    internal static HubName? Parse(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        string model = at < 0 ? text : text[..at];
        string revision = at < 0 ? DefaultRevision : text[(at + 1)..];
        return IsModel(model) && IsRevision(revision) ? new(model, revision) : null;
    }

    /// <summary>Whether a text may be a revision: it becomes part of an address and of a path.</summary>
    internal static bool IsRevision(string text) =>
        text.Length <= LongestRevision && RevisionPattern().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal) && !text.Contains("//", StringComparison.Ordinal);

    /// <summary>Whether a text is a commit.</summary>
    internal static bool IsCommit(string text) => CommitPattern().IsMatch(text);

    private static bool IsModel(string text) =>
        text.Length <= LongestName && ModelPattern().IsMatch(text) && !text.Contains("--", StringComparison.Ordinal) && !text.Contains("..", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?/)?[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModelPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_](?:[A-Za-z0-9._/+-]*[A-Za-z0-9_+-])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex RevisionPattern();

    [GeneratedRegex(@"^[0-9a-f]{40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CommitPattern();
}
