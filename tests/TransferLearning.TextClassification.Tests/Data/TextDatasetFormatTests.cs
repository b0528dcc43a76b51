using System.Text;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Data;

public sealed class TextDatasetFormatTests : IDisposable
{
    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string Show(TextDataset data) =>
        string.Join(';', data.Select(row => $"{row.Line}:{row.Target}:{row.Input.Text}{(row.Input.SecondText is { } second ? "/" + second : string.Empty)}"));

    private static string Visible(string text) => text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    [Theory]
    [InlineData("a.tsv", "label\ttext\na\tx\nb\ty\n", "2:a:x;3:b:y")]
    [InlineData("a.tsv", "label\ttext\r\na\tx\r\nb\ty", "2:a:x;3:b:y")]
    [InlineData("a.tsv", "\uFEFFlabel\ttext\na\tx\n", "2:a:x")]
    [InlineData("a.tsv", "label\ttext\na\t\"x\nb\tsay \"\"y\"\n", "2:a:\"x;3:b:say \"\"y\"")]
    [InlineData("a.tsv", "text\tlabel\tother\nx\ta\t1\n\n\ny\tb\t2\n\n", "2:a:x;5:b:y")]
    [InlineData("a.tsv", "label\ttext\na\tone\rtwo\nb\ty\n", "2:a:one\\rtwo;3:b:y")]
    [InlineData("a.tsv", "label\ttext\na\tnul\0here\n", "2:a:nul\0here")]
    [InlineData("a.txt", "label\ttext\na\tx\n", "2:a:x")]
    [InlineData("a.csv", "label,text\na,x\nb,\"y, z\"\n", "2:a:x;3:b:y, z")]
    [InlineData("a.csv", "label,text\na,\"one\ntwo\r\nthree\"\nb,y\n", "2:a:one\\ntwo\\r\\nthree;5:b:y")]
    [InlineData("a.csv", "\"label\",\"te\"\"xt\",text\na,b,\"say \"\"hi\"\"\"", "2:a:say \"hi\"")]
    [InlineData("a.csv", "\uFEFF\"label\",text\r\na,\"\"\"\"\r\n\r\nb,y", "2:a:\";4:b:y")]
    [InlineData("a.csv", "label,text,text_b\na,x,y\n", "2:a:x/y")]
    [InlineData("a.jsonl", "{\"label\":\"a\",\"text\":\"x\"}\r\n\n{\"text\":\"y\",\"label\":7,\"id\":{}}", "1:a:x;3:7:y")]
    [InlineData("a.ndjson", "{\"labels\":[\"a\",\"b\"],\"text\":\"x\"}\n{\"labels\":[],\"text\":\"y\"}\n", "1:a|b:x;2::y")]
    [InlineData("a.jsonl", "{\"label\":\"a\",\"labels\":null,\"text\":\"x\"}\n{\"label\":null,\"labels\":\"b\",\"text\":\"y\"}\n", "1:a:x;2:b:y")]
    [InlineData("a.jsonl", "{\"label\":\"a|b\",\"text\":\"x\",\"text_b\":\"z\"}\n", "1:a|b:x/z")]
    [InlineData("a.json", "[\n{\"label\":\"a\",\"text\":\"x\"},\n{\"label\":true,\n\"text\":\"y\"}]\n", "2:a:x;3:true:y")]
    [InlineData("a.json", "{\"label\":\"a\",\"text\":\"x\"}\n{\"label\":\"b\",\"text\":\"y\"}\n", "1:a:x;2:b:y")]
    public void Files_are_read_with_the_line_on_which_each_row_begins(string name, string content, string expected)
    {
        string path = folder.Write(name, content);
        Assert.Equal(expected, Visible(Show(TextDataset.Read(path))));
        string compressed = folder.Write(name + ".gz", DataFolder.Gzip(Encoding.UTF8.GetBytes(content)));
        Assert.Equal(expected, Visible(Show(TextDataset.Read(compressed))));
        string disguised = folder.Write(name, DataFolder.Gzip(Encoding.UTF8.GetBytes(content)));
        Assert.Equal(expected, Visible(Show(TextDataset.Read(disguised))));
    }

    [Fact]
    public void Folders_of_invisible_files_are_no_classes()
    {
        folder.Write("reviews/neg/1.txt", "x");
        folder.Write("reviews/pos/1.txt", "y");
        folder.Write("reviews/__MACOSX/pos/._1.txt", "z");

        Assert.Equal(["neg", "pos"], TextDataset.Read(folder.Path("reviews")).Labels);
    }

    public static TheoryData<string, string, TextReadOptions, string> Choices => new()
    {
        { "a.csv", "label;text\na;x\n", new() { Delimiter = ';' }, "2:a:x" },
        { "a.tsv", "label§text\na§x\n", new() { Delimiter = '§' }, "2:a:x" },
        { "a.csv", "a,x\nb,y\n", new() { HasHeader = false }, "1:a:x;2:b:y" },
        { "a.csv", "\"a\n1\",x\nb,y\n", new() { HasHeader = false }, "1:a\\n1:x;3:b:y" },
        { "a.csv", "a,x,z\nb,y,w\n", new() { HasHeader = false }, "1:a:x/z;2:b:y/w" },
        { "a.tsv", "x\ta\n", new() { HasHeader = false, TextColumn = "0", LabelColumn = "1" }, "1:a:x" },
        { "a.tsv", "q\tx\ta\tz\n", new() { HasHeader = false, TextColumn = "1", LabelColumn = "2", SecondTextColumn = "3" }, "1:a:x/z" },
        { "a.tsv", "kind\tsentence\na\tx\n", new() { LabelColumn = "kind", TextColumn = "sentence" }, "2:a:x" },
        { "a.tsv", "kind\tsentence\na\tx\n", new() { LabelColumn = "0", TextColumn = "1" }, "2:a:x" },
        { "a.tsv", "label\ttext\ttext_b\na\tx\ty\n", new() { SecondTextColumn = "" }, "2:a:x" },
        { "a.tsv", "label\ttext\tq\na\tx\ty\n", new() { SecondTextColumn = "q" }, "2:a:x/y" },
        { "a.tsv", "label\ttext\na\t\"x\ty\"\n", new() { Quoting = TextQuoting.DoubleQuotes }, "2:a:x\ty" },
        { "a.csv", "label,text\na,\"x\n", new() { Quoting = TextQuoting.None }, "2:a:\"x" },
        { "a.dat", "label,text\na,x\n", new() { Format = TextFileFormat.Csv }, "2:a:x" },
        { "a.tsv", "label\ttext\na|b\tx\n", new() { LabelSeparator = null }, "2:a|b:x" },
        { "a.tsv", "label\ttext\na|b\tx\n", new() { Task = TextTask.SingleLabel }, "2:a|b:x" },
        { "a.tsv", "label\ttext\n a | b c \tx\nb c|a\ty\n", new(), "2:a|b c:x;3:b c|a:y" },
        { "a.tsv", "label\ttext\na,b\tx\n", new() { LabelSeparator = ',' }, "2:a|b:x" },
        { "a.tsv", "label\ttext\n\tx\n", new() { Task = TextTask.MultiLabel }, "2::x" },
        { "a.tsv", "label\ttext\n-1.5e1\tx\n 2 \ty\n", new() { Task = TextTask.Regression }, "2:-15:x;3:2:y" },
        { "a.jsonl", "{\"y\":1.5,\"s\":\"x\",\"t\":\"z\"}\n", new() { Task = TextTask.Regression, LabelColumn = "y", TextColumn = "s", SecondTextColumn = "t" }, "1:1.5:x/z" },
        { "a.tsv", "label\ttext\n\t \na\tx\n", new() { Labelling = TextLabelling.Optional }, "2:: ;3:a:x" },
        { "a.tsv", "text\nx\n", new() { Labelling = TextLabelling.Optional }, "2::x" },
        { "a.tsv", "label\ttext\na\t\n", new() { Labelling = TextLabelling.None }, "2::" },
        { "a.tsv", "text\nx\n\ny\n", new() { Labelling = TextLabelling.None }, "2::x;3::;4::y" },
        { "a.tsv", "text\ttext_b\nx\ty\n", new() { Labelling = TextLabelling.None }, "2::x/y" },
        { "a.csv", "x\ny\n", new() { Labelling = TextLabelling.None, HasHeader = false }, "1::x;2::y" },
        { "a.csv", "text\n", new() { Labelling = TextLabelling.None }, "" },
        { "a.txt", "x\n\n\"y\tz\r\nlast", new() { Labelling = TextLabelling.None }, "1::x;2::;3::\"y\tz;4::last" },
        { "a.jsonl", "{\"text\":\"\"}\n{\"text\":\"x\",\"label\":[[]]}\n", new() { Labelling = TextLabelling.None }, "1::;2::x" },
    };

    [Theory]
    [MemberData(nameof(Choices), DisableDiscoveryEnumeration = true)]
    public void Options_choose_columns_quoting_labels_and_task(string name, string content, TextReadOptions options, string expected) =>
        Assert.Equal(expected, Visible(Show(TextDataset.Read(folder.Write(name, content), options))));

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-8")]
    public void A_byte_order_mark_names_the_encoding(string encoding)
    {
        string path = folder.Write("a.tsv", "label\ttext\nä\t数据\n", Encoding.GetEncoding(encoding));
        Assert.Equal("2:ä:数据", Show(TextDataset.Read(path)));
    }

    [Fact]
    public void Another_encoding_is_read_when_named()
    {
        string path = folder.Write("a.tsv", "label\ttext\nä\tÿþ\n", Encoding.Latin1);
        Assert.Equal("2:ä:ÿþ", Show(TextDataset.Read(path, new() { Encoding = Encoding.Latin1 })));
    }

    [Fact]
    public void A_folder_holds_one_folder_a_class()
    {
        folder.Write("set/spam/2.txt", "buy\nnow\n");
        folder.Write("set/ham/1.txt", "\uFEFFhello");
        folder.Write("set/ham/0.txt.gz", DataFolder.Gzip("packed"u8.ToArray()));
        folder.Write("set/.hidden/x.txt", "no");
        folder.Write("set/README", "no");
        TextDataset data = TextDataset.Read(folder.Path("set"));
        Assert.Equal("1:ham:packed;1:ham:hello;1:spam:buy\\nnow", Visible(Show(data)));
        Assert.Equal(folder.Path("set/spam/2.txt"), data[2].Path);
    }

    [Fact]
    public void A_gzip_file_of_several_members_is_read_in_full()
    {
        byte[] members = [.. DataFolder.Gzip("label\ttext\na\tx\n"u8.ToArray()), .. DataFolder.Gzip("b\ty\n"u8.ToArray())];
        Assert.Equal("2:a:x;3:b:y", Show(TextDataset.Read(folder.Write("a.tsv.gz", members))));
    }

    [Fact]
    public void Half_a_surrogate_pair_in_JSON_is_kept()
    {
        string path = folder.Write("a.jsonl", "{\"label\":\"a\",\"text\":\"x\\ud83dy\\u0000\\n\\\"\\/\\ud83d\\ude00\"}\n");
        Assert.Equal("x\ud83dy\0\n\"/\ud83d\ude00", TextDataset.Read(path)[0].Input.Text);
    }

    [Fact]
    public void A_large_file_crosses_every_buffer()
    {
        StringBuilder content = new("label\ttext\n");
        for (int i = 0; i < 20_000; i++)
        {
            content.Append(i % 2 == 0 ? "偶" : "odd").Append('\t').Append("text 文字 😀 ").Append(i).Append('\n');
        }

        TextDataset data = TextDataset.Read(folder.Write("a.tsv", content.ToString()));
        Assert.Equal(20_000, data.Count);
        for (int i = 0; i < data.Count; i++)
        {
            Assert.Equal($"text 文字 😀 {i}", data[i].Input.Text);
            Assert.Equal(i + 2, data[i].Line);
        }

        Assert.Same(data[0].Target, data[2].Target);
    }

    [Fact]
    public void Quoted_rows_longer_than_the_buffers_are_read()
    {
        string text = new('x', 900_000);
        TextDataset data = TextDataset.Read(folder.Write("a.csv", $"label,text\na,\"{text}\n{text[..100]}\"\nb,y\n"));
        Assert.Equal(900_101, data[0].Input.Text.Length);
        Assert.Equal(4, data[1].Line);
    }
}
