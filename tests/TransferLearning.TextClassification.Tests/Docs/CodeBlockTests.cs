using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Docs;

/// <summary>The documentation's C# compiles, and the README's does what it says.</summary>
public sealed class CodeBlockTests
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.EndsWith(".dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static TheoryData<string, int> Blocks
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (CodeBlock block in CodeBlock.FindAll())
            {
                data.Add(block.Page, block.Line);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_compiles(string page, int line)
    {
        CodeBlock block = CodeBlock.FindAll().Single(block => block.Page == page && block.Line == line);
        using MemoryStream assembly = new();
        Compile(block.Code, block.Page, assembly);
    }

    [Fact]
    public async Task The_readme_does_what_it_says()
    {
        using TemporaryFolder folder = new();
        TinyBertFolder.Write(folder.File("model"));
        string code = CodeBlock.FindAll().First(block => block.Page == "README.md").Code
            .Replace("\"tickets.csv\"", Literal(folder.File("tickets.csv")), StringComparison.Ordinal)
            .Replace("\"models/bert-base-uncased\"", Literal(folder.File("model")), StringComparison.Ordinal)
            .Replace("\"out/tickets\"", Literal(folder.File("out/tickets")), StringComparison.Ordinal);
        await File.WriteAllLinesAsync(
            folder.File("tickets.csv"),
            ["label,text", .. Enumerable.Range(0, 40).Select(row => row % 2 == 0 ? $"billing,I was charged twice {row}" : $"shipping,where is my parcel {row}")],
            TestContext.Current.CancellationToken);

        await RunAsync(code, "README.md");

        Assert.True(File.Exists(folder.File("out/tickets/classifier.json")));
    }

    [Fact]
    public async Task The_page_on_several_tasks_does_what_it_says()
    {
        using TemporaryFolder folder = new();
        TinyBertFolder.Write(folder.File("model"));
        string page = Path.Combine("docs", "how-to", "train-several-tasks.md");
        string code = CodeBlock.FindAll().Single(block => block.Page == page).Code
            .Replace("\"topics.csv\"", Literal(folder.File("topics.csv")), StringComparison.Ordinal)
            .Replace("\"urgency.csv\"", Literal(folder.File("urgency.csv")), StringComparison.Ordinal)
            .Replace("\"models/bert-base-uncased\"", Literal(folder.File("model")), StringComparison.Ordinal)
            .Replace("$\"out/{task}\"", $"{Literal(folder.File("out/"))} + task", StringComparison.Ordinal);
        foreach ((string file, string first, string second) in (ReadOnlySpan<(string, string, string)>)[("topics.csv", "billing", "shipping"), ("urgency.csv", "now", "later")])
        {
            File.WriteAllLines(
                folder.File(file),
                ["label,text", .. Enumerable.Range(0, 40).Select(row => row % 2 == 0 ? $"{first},I was charged twice {row}" : $"{second},where is my parcel {row}")]);
        }

        await RunAsync(code, page);

        Assert.True(File.Exists(folder.File("out/topic/classifier.json")));
        Assert.True(File.Exists(folder.File("out/urgency/classifier.json")));
    }

    [Fact]
    public async Task The_page_on_continuing_a_training_does_what_it_says()
    {
        using TemporaryFolder folder = new();
        TinyBertFolder.Write(folder.File("model"));
        string page = Path.Combine("docs", "how-to", "continue-a-training.md");
        CodeBlock[] blocks = [.. CodeBlock.FindAll().Where(block => block.Page == page)];
        string code = blocks[0].Code
            .Replace("\"tickets.csv\"", Literal(folder.File("tickets.csv")), StringComparison.Ordinal)
            .Replace("\"models/bert-base-uncased\"", Literal(folder.File("model")), StringComparison.Ordinal)
            .Replace("\"checkpoints/tickets\"", Literal(folder.File("checkpoints")), StringComparison.Ordinal)
            .Replace("\"out/tickets\"", Literal(folder.File("out/tickets")), StringComparison.Ordinal);
        File.WriteAllLines(
            folder.File("tickets.csv"),
            ["label,text", .. Enumerable.Range(0, 40).Select(row => row % 2 == 0 ? $"billing,I was charged twice {row}" : $"shipping,where is my parcel {row}")]);

        await RunAsync(code, page);
        await RunAsync(blocks[1].Code, page);

        Assert.True(File.Exists(folder.File("out/tickets/classifier.json")));
        Assert.Empty(Directory.GetDirectories(folder.File("checkpoints")));
    }

    private static async Task RunAsync(string code, string page)
    {
        using MemoryStream assembly = new();
        Compile(code, page, assembly);
        MethodInfo main = Assembly.Load(assembly.ToArray()).EntryPoint!;
        await Task.Run(() => main.Invoke(null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()]), TestContext.Current.CancellationToken);
    }

    private static void Compile(string code, string page, Stream assembly)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest);
        SyntaxTree block = CSharpSyntaxTree.ParseText(SourceText.From(code), options, page, TestContext.Current.CancellationToken);
        SyntaxTree usings = CSharpSyntaxTree.ParseText(SourceText.From(ImplicitUsings), options, cancellationToken: TestContext.Current.CancellationToken);
        bool isProgram = block.GetCompilationUnitRoot(TestContext.Current.CancellationToken).Members.Any(member => member.IsKind(SyntaxKind.GlobalStatement));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Documentation", [block, usings], References,
            new(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        Diagnostic[] problems =
            [.. compilation.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken).Diagnostics.Where(problem => problem.Severity >= DiagnosticSeverity.Warning)];

        Assert.True(problems.Length == 0, string.Join('\n', problems.Select(problem => problem.ToString())));
    }

    private static string Literal(string path) => SymbolDisplay.FormatLiteral(path, quote: true);
}
