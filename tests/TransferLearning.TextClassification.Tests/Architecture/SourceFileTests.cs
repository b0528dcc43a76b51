using Xunit;

namespace TransferLearning.TextClassification.Tests.Architecture;

/// <summary>The reading of sources on which the architecture tests rest.</summary>
public sealed class SourceFileTests
{
    private static readonly SourceFile Trainer = new("Training/Trainer.cs", "namespace T;\n\ninternal sealed class Trainer;");

    [Theory]
    [InlineData("Trainer trainer = null;")]
    [InlineData("var t = new Trainer();")]
    [InlineData("return Trainer.Run(1);")]
    [InlineData("List<Trainer> all = [];")]
    [InlineData("if (x is Trainer) { }")]
    [InlineData("string s = $\"{Trainer.Name} and {\"inner\"}\";")]
    [InlineData("string s = $$\"\"\"{ } {{Trainer.Name}}\"\"\";")]
    [InlineData("char c = '\"'; Trainer.Run();")]
    [InlineData("string s = \"\"; Trainer.Run();")]
    [InlineData("string s = @\"\\\"; Trainer.Run();")]
    [InlineData("Training.Trainer.Run();")]
    [InlineData("object o = flag ? Trainer.One : null;")]
    public void A_use_against_the_arrows_is_found(string statement)
    {
        SourceFile data = new("Data/Reader.cs", "namespace T;\n\ninternal class Reader { void M() { " + statement + " } }");

        string violation = Assert.Single(House.Violations([Trainer, data]));

        Assert.Equal("Data/Reader.cs:3: Trainer: Data → Training", violation);
    }

    [Theory]
    [InlineData("// Trainer.Run();")]
    [InlineData("/* Trainer\n */")]
    [InlineData("string s = \"Trainer \\\" Trainer\";")]
    [InlineData("string s = @\"Trainer \"\" Trainer\";")]
    [InlineData("string s = \"\"\"Trainer \" Trainer\"\"\";")]
    [InlineData("string s = $\"{{Trainer}} {x} Trainer\";")]
    [InlineData("settings.Trainer = 1;")]
    [InlineData("int Trainer = 1; Use(Trainer);")]
    [InlineData("List<int> Trainer = [];")]
    [InlineData("int[] Trainer = [];")]
    [InlineData("string? Trainer = null;")]
    [InlineData("var o = new Options { Size = 1, Trainer = 2 };")]
    [InlineData("Run(Trainer: 2);")]
    [InlineData("Trainer(1);")]
    public void A_name_that_is_no_type_is_not_taken_for_one(string statement)
    {
        SourceFile data = new("Data/Reader.cs", "namespace T;\n\ninternal class Reader { void M() { " + statement + " } }");

        Assert.Empty(House.Violations([Trainer, data]));
    }

    [Fact]
    public void A_using_directive_against_the_arrows_is_found()
    {
        SourceFile data = new("Data/Reader.cs", $"using {House.RootNamespace}.Training;\n\nnamespace T;");

        Assert.Equal($"Data/Reader.cs: using {House.RootNamespace}.Training: Data → Training", Assert.Single(House.Violations([data])));
    }

    [Fact]
    public void Folders_may_use_what_those_they_use_may_use()
    {
        Assert.True(House.Allows("Heads", "Storage"));
        Assert.True(House.Allows("Data", "Runtime"));
        Assert.True(House.Allows(SourceFile.Root, "Persistence"));
        Assert.False(House.Allows("Encoders", "Heads"));
        Assert.False(House.Allows("Data", SourceFile.Root));
    }

    [Theory]
    [InlineData("public sealed record Options(int Size);", "Options", true)]
    [InlineData("internal readonly record struct Pair(int A);", "Pair", false)]
    [InlineData("[Experimental(\"X\")]\npublic abstract partial class Encoder<T> where T : class { class Nested { } }", "Encoder", true)]
    [InlineData("public delegate void Handler(object sender);", "Handler", true)]
    [InlineData("internal static class Names { public const int A = 1; }", "Names", false)]
    public void Declared_types_are_found(string declaration, string name, bool isPublic)
    {
        SourceFile file = new("Data/File.cs", "using System;\n\nnamespace A.B;\n\n" + declaration);

        DeclaredType type = Assert.Single(file.Types);
        Assert.Equal((name, isPublic, "A.B"), (type.Name, type.IsPublic, file.Namespace));
    }

    [Fact]
    public void Builder_extensions_belong_to_the_root_wherever_they_lie()
    {
        Assert.Equal(SourceFile.Root, new SourceFile("Families/Bert/BertBuilderExtensions.cs", string.Empty).Folder);
        Assert.Equal("Families", new SourceFile("Families/Bert/BertEncoder.cs", string.Empty).Folder);
    }
}
