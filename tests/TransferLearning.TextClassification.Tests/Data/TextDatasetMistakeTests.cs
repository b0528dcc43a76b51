using System.Text;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Data;

public sealed class TextDatasetMistakeTests : IDisposable
{
    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string, TextReadOptions?, int?, string[]> Mistakes => new()
    {
        { "empty.tsv", "", null, null, ["empty"] },
        { "empty.csv", "\n\n", null, null, ["empty"] },
        { "empty.jsonl", "", null, null, ["empty"] },
        { "empty.json", "[]", null, null, ["empty"] },
        { "header.tsv", "label\ttext\n", null, null, ["header", "no rows"] },
        { "header.csv", "label,text", null, null, ["header", "no rows"] },
        { "columns.tsv", "l\tt\na\tx\n", null, 1, ["'text'", "'l', 't'", "TextReadOptions.TextColumn"] },
        { "case.tsv", "Label\ttext\na\tx\n", null, 1, ["'label'", "Did you mean 'Label'"] },
        { "delimiter.csv", "label;text\na;x\n", null, 1, ["delimiter may be ';'"] },
        { "twice.tsv", "label\ttext\ttext\na\tx\ty\n", null, 1, ["'text'", "twice"] },
        { "second.tsv", "label\ttext\na\tx\n", new() { SecondTextColumn = "other" }, 1, ["'other'"] },
        { "number.tsv", "label\ttext\na\tx\n", new() { TextColumn = "2" }, 1, ["'2'"] },
        { "noheader.tsv", "a\tx\n", new() { HasHeader = false, TextColumn = "body" }, 1, ["'body'", "without a header"] },
        { "noheader.tsv", "a\tx\n", new() { HasHeader = false, TextColumn = "7" }, 1, ["column 7", "2 cells"] },
        { "same.tsv", "label\ttext\na\tx\n", new() { TextColumn = "label" }, 1, ["'label'", "the text and for the label"] },
        { "same.tsv", "label\ttext\na\tx\n", new() { SecondTextColumn = "1" }, 1, ["'text'", "the text and for the second text"] },
        { "same.tsv", "a\tx\n", new() { HasHeader = false, TextColumn = "0" }, 1, ["'0'", "the text and for the label"] },
        { "same.jsonl", "{\"label\":\"a\",\"text\":\"x\"}\n", new() { TextColumn = "label" }, 1, ["'label'", "the text and for the label"] },
        { "same.jsonl", "{\"label\":\"a\",\"text\":\"x\"}\n", new() { SecondTextColumn = "text" }, 1, ["'text'", "the text and for the second text"] },
        { "zeros.tsv", "l\0a\0b\0e\0l\0\t\0t\0e\0x\0t\0\n\0", null, 1, ["UTF-16 without a byte order mark", "TextReadOptions.Encoding"] },
        { "zeros.csv", "l\0a\0,\0t\0\n\0", new() { HasHeader = false }, 1, ["'l a '", "UTF-16 without a byte order mark", "TextReadOptions.Encoding"] },
        { "cr.tsv", "label\ttext\ra\tx\rb\ty\r", null, 1, ["CR alone"] },
        { "short.tsv", "label\ttext\na\tx\nENTY\n", null, 3, ["1 cell where", "2", "ENTY"] },
        { "long.tsv", "label\ttext\na\tx\ty\n", null, 2, ["3 cells", "2"] },
        { "short.csv", "label,text\n\"a\n\",x\nb\n", null, 4, ["1 cell where"] },
        { "no-label.tsv", "label\ttext\n\tsome text\n", null, 2, ["no label"] },
        { "blank-label.tsv", "label\ttext\n \tsome text\n", null, 2, ["no label"] },
        { "null-label.jsonl", "{\"label\":null,\"text\":\"x\"}", null, 1, ["no label"] },
        { "half-label.tsv", "label\ttext\na||b\tx\n", null, 2, ["a||b", "empty"] },
        { "no-text.tsv", "label\ttext\na\t\n", null, 2, ["'text'", "empty"] },
        { "blank-text.tsv", "label\ttext\na\t \u3000\n", null, 2, ["'text'", "empty"] },
        { "no-second.tsv", "label\ttext\ttext_b\na\tx\t\n", null, 2, ["'text_b'", "empty"] },
        { "some-pairs.jsonl", "{\"label\":\"a\",\"text\":\"x\",\"text_b\":\"y\"}\n{\"label\":\"a\",\"text\":\"x\"}\n", null, 2, ["second text"] },
        { "open.csv", "label,text\na,\"never closed\nb,y\n", null, 2, ["never closed", "quote"] },
        { "open.csv", "label,text\na,\"one\ntwo\"\nb,\"never closed\nc,z\n", null, 4, ["quote"] },
        { "open.csv", "label,text\na,\"never closed\nb,\"y\"\n", null, 2, ["quote"] },
        { "inner.csv", "label,text\na,5\" disk\nb,y\n", null, 2, ["quote"] },
        { "after.csv", "label,text\na,\"x\" y\nb,y\n", null, 2, ["follows"] },
        { "late.csv", "label,text\n\"a\n\",\"x\" y\n", null, 3, ["follows"] },
        { "number.tsv", "label\ttext\n1.5\tx\nabc\ty\n", new() { Task = TextTask.Regression }, 3, ["'abc'", "number"] },
        { "nan.tsv", "label\ttext\nNaN\tx\n", new() { Task = TextTask.Regression }, 2, ["'NaN'"] },
        { "big.tsv", "label\ttext\na\t" + "0123456789\n", new() { MaxCellBytes = 9 }, 2, ["10 bytes", "9", "MaxCellBytes"] },
        { "big.tsv", "label\ttext\na\t文字文\n", new() { MaxCellBytes = 8 }, 2, ["9 bytes"] },
        { "broken.jsonl", "{\"label\":\"a\",\"text\":\"x\"}\n{\"label\":\n", null, 2, ["JSON"] },
        { "broken.json", "[{\"label\":\"a\",\"text\":\"x\"},\n\n{\"label\":]", null, 3, ["JSON"] },
        { "broken.json", "[{\"label\":\"a\",\"text\":\"x\"}", null, 1, ["JSON"] },
        { "twice.jsonl", "{\"label\":\"a\",\"text\":\"x\"}\n{\"label\":\"a\",\"text\":\"x\",\"label\":\"b\"}\n", null, 2, ["JSON", "'label'", "each field once"] },
        { "twice.json", "[{\"label\":\"a\",\"text\":\"x\"},\n\n{\"label\":\"a\",\n\"text\":\"x\",\"text\":\"y\"}]", null, 3, ["JSON", "'text'", "each field once"] },
        { "both.jsonl", "{\"label\":\"a\",\"labels\":[\"b\"],\"text\":\"x\"}\n", null, 1, ["'label' and 'labels'", "Remove or rename", "TextReadOptions.LabelColumn"] },
        { "half.jsonl", "{\"label\":\"a\",\"text\":\"x\"}\n{\"\\ud83d\":1,\"label\":\"a\"}\n", null, 2, ["JSON", "surrogate"] },
        { "half.json", "[{\"label\":\"a\",\"text\":\"x\"},\n{\"\\ud83d\":1,\"label\":\"a\"}]", null, 2, ["JSON", "surrogate"] },
        { "array.jsonl", "[1]\n", null, 1, ["not an object"] },
        { "field.jsonl", "{\"label\":\"a\",\"body\":\"x\"}\n", null, 1, ["'text'", "'label', 'body'", "(TextReadOptions.TextColumn)"] },
        { "field.jsonl", "{\"kind\":\"a\",\"text\":\"x\"}\n", null, 1, ["'label'", "'kind', 'text'", "(TextReadOptions.LabelColumn)"] },
        { "string.jsonl", "{\"label\":\"a\",\"text\":5}\n", null, 1, ["not a string"] },
        { "object.jsonl", "{\"label\":{},\"text\":\"x\"}\n", null, 1, ["not a label"] },
        { "several.jsonl", "{\"label\":[\"a\",\"b\"],\"text\":\"x\"}\n", new() { Task = TextTask.SingleLabel }, 1, ["2 labels"] },
        { "list.jsonl", "{\"label\":[1],\"text\":\"x\"}\n", new() { Task = TextTask.Regression }, 1, ["number"] },
        { "delimiter.csv", "label§text\n", new() { Delimiter = '§' }, null, ["U+00A7", "--delimiter"] },
        { "delimiter.csv", "label\"text\n", new() { Delimiter = '"' }, null, ["U+0022"] },
        { "delimiter.tsv", "label\ttext\n", new() { Delimiter = '\n' }, null, ["U+000A"] },
        { "limit.tsv", "label\ttext\na\tx\n", new() { MaxCellBytes = 0 }, null, ["0 bytes"] },
        { "what.xlsx", "PK", null, null, [".xlsx", "format"] },
        { "lines.txt", "x\n", new() { Format = TextFileFormat.Lines }, null, ["labels"] },
        { "not.tsv.gz", "label\ttext\n", null, null, ["not gzip"] },
        { "none.tsv.gz", "", null, null, ["empty"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void A_mistake_names_file_line_and_mend(string name, string content, TextReadOptions? options, int? line, string[] words)
    {
        string path = folder.Write(name, content);
        TextDataException mistake = Assert.Throws<TextDataException>(() => TextDataset.Read(path, options));
        Assert.Equal(line, mistake.Line);
        Assert.Equal(path, mistake.Path);
        Assert.All([path, .. line is null ? [] : new[] { $"line {line}" }, .. words], word => Assert.Contains(word, mistake.Message, StringComparison.Ordinal));
        Assert.EndsWith(".", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("label\ttext\na\tx\nb\t", "FFFEFA", "\n", 3)]
    [InlineData("label\ttext\na\tx", "C3", "", 2)]
    [InlineData("label\ttext\na\tx", "E69687E6", "\nb\ty\n", 2)]
    [InlineData("label\ttext\na\tx", "EDA080", "\nb\ty\n", 2)]
    [InlineData("", "80", "", 1)]
    public void Invalid_bytes_name_their_line(string before, string bytes, string after, int line)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes(before), .. Convert.FromHexString(bytes), .. Encoding.UTF8.GetBytes(after)];
        TextDataException mistake = Assert.Throws<TextDataException>(() => TextDataset.Read(folder.Write("a.tsv", content)));
        Assert.Equal(line, mistake.Line);
        Assert.Contains("UTF-8", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_bytes_far_into_a_file_name_their_line()
    {
        string rows = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"a\t文字 {i}\n"));
        byte[] content = [.. Encoding.UTF8.GetBytes("label\ttext\n" + rows), 0xff];
        Assert.Equal(30_002, Assert.Throws<TextDataException>(() => TextDataset.Read(folder.Write("a.tsv", content))).Line);
    }

    [Fact]
    public void Bytes_that_a_named_encoding_lacks_are_a_mistake()
    {
        string path = folder.Write("a.tsv", "label\ttext\na\té\n", Encoding.Latin1);
        TextDataException mistake = Assert.Throws<TextDataException>(() => TextDataset.Read(path, new() { Encoding = Encoding.ASCII }));
        Assert.Contains("encoding", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_and_wrong_folders_say_so()
    {
        Directory.CreateDirectory(folder.Path("sub"));
        folder.Write("flat/train.tsv", "label\ttext\n");
        folder.Write("deep/neg/1.txt", "x");
        folder.Write("deep/pos/2023/1.txt", "x");
        (string Path, TextReadOptions? Options, string Word)[] cases =
        [
            (folder.Path("none.tsv"), null, "no such file"),
            (folder.Path("none/none.tsv"), null, "does not exist either"),
            (folder.Path("none"), null, "no such file"),
            (folder.Path("none"), new() { Format = TextFileFormat.Folders }, "no such folder"),
            (folder.Path("sub"), null, "folder"),
            (folder.Path("flat"), null, "train.tsv"),
            (folder.Path("deep/pos/2023"), null, "the class 'pos'"),
            (folder.Path("sub"), new() { Format = TextFileFormat.Csv }, "folder"),
            (folder.Path("flat/train.tsv"), new() { Format = TextFileFormat.Folders }, "file"),
        ];
        Assert.All(cases, one =>
        {
            TextDataException mistake = Assert.Throws<TextDataException>(() => TextDataset.Read(one.Path.StartsWith(folder.Path("deep"), StringComparison.Ordinal) ? folder.Path("deep") : one.Path, one.Options));
            Assert.Contains(one.Word, mistake.Message, StringComparison.Ordinal);
            Assert.Contains(one.Path, mistake.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_damaged_gzip_file_is_a_mistake()
    {
        byte[] whole = DataFolder.Gzip(Encoding.UTF8.GetBytes("label\ttext\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"a\ttext {i * 7919 % 10007}\n"))));
        byte[] changed = [.. whole];
        changed[whole.Length / 2] ^= 0xff;
        Assert.Throws<TextDataException>(() => TextDataset.Read(folder.Write("cut.tsv.gz", whole[..(whole.Length / 2)])));
        Assert.Throws<TextDataException>(() => TextDataset.Read(folder.Write("changed.tsv.gz", changed)));
    }

    [Fact]
    public void A_quote_left_open_before_a_huge_rest_is_a_mistake()
    {
        string path = folder.Write("a.csv", "label,text\na,\"open\n" + string.Concat(Enumerable.Repeat("b,some text of a row\n", 900_000)));
        TextDataException mistake = Assert.Throws<TextDataException>(() => TextDataset.Read(path));
        Assert.Equal(2, mistake.Line);
        Assert.Contains("quote", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prediction_cuts_a_huge_cell_and_says_so()
    {
        string content = "text\n" + new string('x', 10_000_000) + "\nshort\n";
        TextReadOptions options = new() { Labelling = TextLabelling.None };
        foreach (string name in new[] { "a.tsv", "a.csv" })
        {
            TextDataset data = TextDataset.Read(folder.Write(name, content), options);
            Assert.Equal(1024 * 1024, data[0].Input.Text.Length);
            Assert.True(data[0].IsCut);
            Assert.Equal("short", data[1].Input.Text);
            Assert.False(data[1].IsCut);
            Assert.Throws<TextDataException>(() => TextDataset.Read(folder.Path(name), new() { Labelling = TextLabelling.Optional }).Count);
        }
    }

    [Theory]
    [InlineData("文字文", 8, "文字")]
    [InlineData("ab😀", 5, "ab")]
    [InlineData("ab😀", 6, "ab😀")]
    public void A_cut_tears_no_character_apart(string text, int limit, string expected)
    {
        TextDataset data = TextDataset.Read(folder.Write("a.tsv", $"text\n{text}\n"), new() { Labelling = TextLabelling.None, MaxCellBytes = limit });
        Assert.Equal(expected, data[0].Input.Text);
    }
}
