using System.IO.Pipelines;
using System.Text;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Data;

public sealed class TextDatasetStreamTests : IDisposable
{
    private readonly DataFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    private static async Task<string[]> Texts(IAsyncEnumerable<TextExample> rows)
    {
        List<string> texts = [];
        await foreach (TextExample row in rows)
        {
            texts.Add($"{row.Line}:{row.Input.Text}");
        }

        return [.. texts];
    }

    [Fact]
    public async Task A_file_is_streamed_in_order()
    {
        string content = "text\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"row {i}\n"));
        string[] texts = await Texts(TextDataset.StreamAsync(folder.Write("a.tsv", content), cancellationToken: Token));
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => $"{i + 2}:row {i}"), texts);
    }

    [Fact]
    public async Task Reading_asynchronously_gives_the_same_rows()
    {
        string path = folder.Write("a.tsv", "label\ttext\na\tx\nb\ty\n");
        TextDataset data = await TextDataset.ReadAsync(path, cancellationToken: Token);
        Assert.Equal((2, path, TextTask.SingleLabel, false), (data.Count, data.Path, data.Task, data.HasPairs));
        Assert.Equal(["a", "b"], data.Labels);
        await Assert.ThrowsAsync<TextDataException>(() => TextDataset.ReadAsync(folder.Path("none.tsv"), cancellationToken: Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TextDataset.ReadAsync(path, cancellationToken: new CancellationToken(true)));
    }

    [Fact]
    public async Task A_stream_and_a_reader_give_one_text_a_line()
    {
        string[] expected = ["1:one", "2:", "3:\"three\tcells\"", "4:四"];
        byte[] bytes = Encoding.UTF8.GetBytes("\uFEFFone\n\n\"three\tcells\"\r\n四");
        using MemoryStream stream = new(bytes);
        Assert.Equal(expected, await Texts(TextDataset.StreamAsync(stream, cancellationToken: Token)));
        Assert.True(stream.CanRead);
        using MemoryStream gzip = new(DataFolder.Gzip(bytes));
        Assert.Equal(expected, await Texts(TextDataset.StreamAsync(gzip, cancellationToken: Token)));
        using StringReader reader = new("one\n\n\"three\tcells\"\r\n四");
        Assert.Equal(expected, await Texts(TextDataset.StreamAsync(reader, cancellationToken: Token)));
        using StringReader json = new("{\"text\":\"x\"}\n{\"text\":\"y\"}\n");
        Assert.Equal(["1:x", "2:y"], await Texts(TextDataset.StreamAsync(json, new() { Labelling = TextLabelling.None, Format = TextFileFormat.JsonLines }, Token)));
    }

    [Fact]
    public async Task A_line_is_answered_as_soon_as_it_is_there()
    {
        Pipe pipe = new();
        await using Stream input = pipe.Reader.AsStream();
        await using IAsyncEnumerator<TextExample> rows = TextDataset.StreamAsync(input, cancellationToken: Token).GetAsyncEnumerator(Token);
        await pipe.Writer.WriteAsync("x\n"u8.ToArray(), Token);
        Assert.True(await rows.MoveNextAsync());
        Assert.Equal("x", rows.Current.Input.Text);
        ValueTask<bool> next = rows.MoveNextAsync();
        Assert.False(next.IsCompleted);
        await pipe.Writer.WriteAsync("y\n"u8.ToArray(), Token);
        Assert.True(await next);
        Assert.Equal("y", rows.Current.Input.Text);
        await pipe.Writer.CompleteAsync();
        Assert.False(await rows.MoveNextAsync());
    }

    [Fact]
    public async Task Broken_streams_say_where()
    {
        using MemoryStream invalid = new([.. "one\ntwo"u8, 0xff]);
        Assert.Equal(2, (await Assert.ThrowsAsync<TextDataException>(() => Texts(TextDataset.StreamAsync(invalid, cancellationToken: Token)))).Line);
        using MemoryStream cut = new(DataFolder.Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000))))[..200]);
        await Assert.ThrowsAsync<TextDataException>(() => Texts(TextDataset.StreamAsync(cut, cancellationToken: Token)));
        await Assert.ThrowsAsync<TextDataException>(() => Texts(TextDataset.StreamAsync(folder.Path("none.tsv"), cancellationToken: Token)));
    }

    [Fact]
    public async Task Examples_come_from_enumerables()
    {
        async IAsyncEnumerable<TextExample> Rows()
        {
            await Task.Yield();
            yield return new("x", "b");
            yield return new("y", "a");
        }

        TextDataset data = await TextDataset.FromExamplesAsync(Rows(), Token);
        Assert.Equal(["a", "b"], data.Labels);
        Assert.Equal([1, 1], data.LabelCounts.Values);
        Assert.Equal(["x", "y"], data.Select(row => row.Input.Text));
    }

    [Theory]
    [InlineData("a\tx\nb|c\ty", TextTask.MultiLabel, "a,b,c")]
    [InlineData("a\tx\nb|b\ty", TextTask.SingleLabel, "a,b")]
    [InlineData("1\tx\n2\ty", TextTask.SingleLabel, "1,2")]
    [InlineData("b\tx\nB\ty\na\tz", TextTask.SingleLabel, "B,a,b")]
    public void The_task_and_the_labels_are_inferred(string rows, TextTask task, string labels)
    {
        TextDataset data = TextDataset.Read(folder.Write("a.tsv", "label\ttext\n" + rows));
        Assert.Equal((task, labels), (data.Task, string.Join(',', data.Labels)));
    }
}
