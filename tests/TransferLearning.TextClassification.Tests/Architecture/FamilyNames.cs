using System.Text.RegularExpressions;

namespace TransferLearning.TextClassification.Tests.Architecture;

/// <summary>The names by which sources know the families of encoders: their folders' names within others, their types and the names of their kinds.</summary>
internal sealed partial class FamilyNames
{
    private const string Folder = "Families/";

    /// <summary>The word is also that of the blocks which all such encoders share; the family's types and its kind are looked for all the same.</summary>
    private const string SharedWord = "Transformer";

    private readonly HashSet<string> types;

    internal FamilyNames(IReadOnlyCollection<SourceFile> sources)
    {
        SourceFile[] own = [.. sources.Where(IsOwn)];
        Folders = [.. own.Select(file => file.Path.Split('/')[1]).Distinct()];
        Kinds = [.. own.Where(file => file.Path.EndsWith("Family.cs", StringComparison.Ordinal)).SelectMany(file => NameOfKind().Matches(file.Source)).Select(match => match.Groups["name"].Value)];
        types = [.. own.SelectMany(file => file.Types).Select(type => type.Name)];
    }

    internal IReadOnlyList<string> Folders { get; }

    internal IReadOnlyList<string> Kinds { get; }

    /// <summary>Where files outside the families' folders name one: path, line and name.</summary>
    internal IEnumerable<string> UsesIn(IEnumerable<SourceFile> sources) => sources.Where(file => !IsOwn(file)).SelectMany(UsesIn);

    private IEnumerable<string> UsesIn(SourceFile file) =>
        file.Words.Where(word => types.Contains(word.Text) || Folders.Any(folder => folder != SharedWord && word.Text.Contains(folder, StringComparison.Ordinal)))
            .Select(word => $"{file.Path}:{word.Line}: {word.Text}")
            .Concat(Kinds.Select(kind => $"\"{kind}\"").Where(kind => file.Source.Contains(kind, StringComparison.Ordinal)).Select(kind => $"{file.Path}: {kind}"));

    private static bool IsOwn(SourceFile file) => file.Path.StartsWith(Folder, StringComparison.Ordinal);

    [GeneratedRegex("\\bName (?:=>|=) \"(?<name>[^\"]+)\"")]
    private static partial Regex NameOfKind();
}
