using Xunit;

namespace TransferLearning.TextClassification.Tests.Architecture;

/// <summary>Holds the sources to the house: folders, arrows, namespaces, sizes.</summary>
public sealed class HouseTests
{
    private const int MaximumLines = 300;

    private static readonly IReadOnlyList<SourceFile> Sources = House.ReadSources();

    [Fact]
    public void Folders_use_only_what_their_arrows_allow() => AssertNone(House.Violations(Sources));

    [Fact]
    public void Arrows_have_no_cycle_and_name_known_folders()
    {
        foreach ((string folder, string[] uses) in House.Arrows)
        {
            Assert.All(uses, used => Assert.Contains(used, House.Arrows.Keys));
            Assert.DoesNotContain(uses, used => House.Allows(used, folder));
        }
    }

    [Fact]
    public void No_source_file_is_longer_than_300_lines() =>
        AssertNone(Sources.Where(file => file.LineCount > MaximumLines).Select(file => $"{file.Path}: {file.LineCount} lines"));

    [Fact]
    public void Every_file_declares_at_most_one_type_that_others_can_name() =>
        AssertNone(Sources
            .Where(file => file.Types.Where(type => !type.IsFileLocal).Select(type => type.Name).Distinct().Count() > 1)
            .Select(file => $"{file.Path}: {string.Join(", ", file.Types.Select(type => type.Name))}"));

    [Fact]
    public void Public_types_lie_in_the_root_or_the_extensibility_namespace() =>
        AssertNone(Sources
            .Where(file => file.Namespace is not (House.RootNamespace or House.ExtensibilityNamespace))
            .SelectMany(file => file.Types.Where(type => type.IsPublic).Select(type => $"{file.Path}:{type.Line}: public {type.Name} is in {file.Namespace}")));

    [Fact]
    public void The_namespace_of_an_internal_type_is_its_folder() =>
        AssertNone(Sources
            .Where(file => file.Namespace != ExpectedNamespace(file))
            // Files of several parts of a public type carry that type's namespace; the part that says "public" is checked above.
            .SelectMany(file => file.Types
                .Where(type => !type.IsPublic && !IsPartOfPublicType(type))
                .Select(type => $"{file.Path}:{type.Line}: {type.Name} is in {file.Namespace}, expected {ExpectedNamespace(file)}")));

    private static bool IsPartOfPublicType(DeclaredType type) => Sources.Any(file => file.Types.Any(other => other.Name == type.Name && other.IsPublic));

    private static string ExpectedNamespace(SourceFile file) => file.FolderPath.Length == 0 ? House.RootNamespace : $"{House.RootNamespace}.{file.FolderPath}";

    private static void AssertNone(IEnumerable<string> problems)
    {
        string[] found = [.. problems];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found.Prepend($"{found.Length} found:")));
    }
}
