using System.Text;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Cli;

/// <summary>The options with which the command line reads files, and what it calls them in messages.</summary>
public sealed class ReadingOptionsTests(CommandLineFolder folder) : IClassFixture<CommandLineFolder>
{
    [Theory]
    [InlineData("latin1", "caf\u00e9")]
    [InlineData("windows-1252", "5 \u20ac")]
    [InlineData("gb18030", "\u4ea7\u54c1")]
    [InlineData("utf-16", "\u4ea7\u54c1")]
    public async Task A_file_in_another_encoding_is_read_where_it_is_named(string encoding, string label)
    {
        Encoding named = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        string path = folder.NewPath() + ".tsv";
        await File.WriteAllBytesAsync(path, named.GetBytes($"label\ttext\n{label}\tone\nother\ttwo\n"), TestContext.Current.CancellationToken);
        string report = folder.NewPath();

        using ChildProcess data = await folder.RunAsync("data", "--data", path, "--encoding", encoding, "--report", report);

        Assert.True(data.ExitCode == 0, data.All);
        Assert.Contains($"\"{label}\"", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.csv", "label;text\na;x\n", "(--delimiter)")]
    [InlineData("a.tsv", "label\ttext\na\tlonger than it may be\n", "(--max-cell-bytes)")]
    [InlineData("a.csv", "label,text\na,one, two\n", "quote the cells (--format csv with --delimiter)")]
    [InlineData("a.csv", "label,text\na,5\" disk\n", "without quoting (--format tsv with --delimiter)")]
    [InlineData("a.jsonl", "{\"label\":\"a\",\"body\":\"x\"}", "(--text-column)")]
    [InlineData("a.tsv", "l\0a\0b\0e\0l\0\t\0t\0e\0x\0t\0\n\0", "(--encoding)")]
    [InlineData("a.tsv", "x\n", "or read it for prediction (tltc predict)", "--format", "lines")]
    public async Task A_mistake_is_mended_by_the_command_lines_own_words(string name, string content, string says, params string[] options)
    {
        string path = folder.NewPath() + name;
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);

        using ChildProcess data = await folder.RunAsync(["data", "--data", path, "--max-cell-bytes", "8", .. options]);

        Assert.Equal(2, data.ExitCode);
        Assert.Contains(says, data.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Options.", data.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Text", data.Error, StringComparison.Ordinal);
    }
}
