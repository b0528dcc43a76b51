using Xunit;

namespace TransferLearning.TextClassification.Tests.Architecture;

/// <summary>Adding an encoder touches its own folder and one registration: nothing else names a family (docs/decisions/0005-families-as-tables.md).</summary>
public sealed class FamilyNamesTests
{
    /// <summary>Where families are named all the same; a folder ends in a slash.</summary>
    private static readonly string[] Exceptions =
    [
        "Persistence/KnownKinds.cs", // the registration
        "EncoderChoice.cs", // the encoder where none is chosen
        "Runtime/TrainingDefaults.cs", // public values that some families share; a new family brings its own
        "Tokenization/", // kinds of tokenizers, named after the families that had them first
    ];

    private static readonly IReadOnlyList<SourceFile> Sources = House.ReadSources();
    private static readonly FamilyNames Names = new(Sources);

    [Fact]
    public void Nothing_but_its_folder_and_the_registration_names_a_family() =>
        Assert.DoesNotContain(Names.UsesIn(Sources), use => !Exceptions.Any(exception => use.StartsWith(exception, StringComparison.Ordinal)));

    [Fact]
    public void No_exception_is_left_over() =>
        Assert.All(Exceptions, exception => Assert.Contains(Names.UsesIn(Sources), use => use.StartsWith(exception, StringComparison.Ordinal)));

    [Fact]
    public void Every_family_is_known_by_its_folder_and_its_kind()
    {
        Assert.Contains("DebertaV2", Names.Folders);
        Assert.Contains("deberta-v2", Names.Kinds);
        Assert.Equal(Names.Folders.Count, Names.Kinds.Count);
    }

    [Theory]
    [InlineData("int size = BertSizes.Hidden;", "Encoders/Own.cs:1: BertSizes")]
    [InlineData("var cell = RnnCell.Gru;", "Encoders/Own.cs:1: RnnCell")]
    [InlineData("bool transposed = name == \"gpt2\";", "Encoders/Own.cs: \"gpt2\"")]
    [InlineData("var options = new TransformerEncoderOptions();", "Encoders/Own.cs:1: TransformerEncoderOptions")]
    [InlineData("TransformerShape shape; // as BERT's, see \"the paper\"", null)]
    public void A_name_in_another_folder_is_found(string source, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Names.UsesIn([new SourceFile("Encoders/Own.cs", source)]));
}
