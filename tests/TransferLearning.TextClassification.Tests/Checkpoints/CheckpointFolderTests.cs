using TransferLearning.TextClassification.Checkpoints;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_missing_is_listed()
    {
        AssertRefused(() => CheckpointFolder.OpenTensors(folder.File("none")), "there is no such folder");
        AssertRefused(() => CheckpointFolder.ReadConfiguration(folder.File("none")), "there is no such folder");
        AssertRefused(() => CheckpointFolder.ReadConfiguration(folder.Path), "no config.json");
        AssertRefused(() => CheckpointFolder.OpenTensors(folder.Path), "model.safetensors, model.safetensors.index.json, pytorch_model.bin, pytorch_model.bin.index.json");
        File.WriteAllText(folder.File("file"), "x");
        AssertRefused(() => CheckpointFolder.OpenTensors(folder.File("file")), "this is a file");
    }

    [Fact]
    public void Safetensors_win_over_PyTorch_files()
    {
        Save("model.safetensors", "x");
        File.WriteAllText(folder.File("pytorch_model.bin"), "not read");
        using CheckpointTensors tensors = CheckpointFolder.OpenTensors(folder.Path);
        Assert.Equal(["x"], tensors.Tensors.Keys);
    }

    [Fact]
    public void Shards_are_read_as_one()
    {
        Save("one", "x");
        Save("two", "y");
        Index("""{"x":"one","y":"two"}""");
        using CheckpointTensors tensors = CheckpointFolder.OpenTensors(folder.Path);
        float[] value = new float[1];
        tensors.Read("y", value);
        Assert.Equal([1f], value);
        Assert.Equal(2, tensors.Tensors.Count);
    }

    [Theory]
    [InlineData("""{"x":"../one"}""", "'../one'")]
    [InlineData("""{"x":"sub/one"}""", "'sub/one'")]
    [InlineData("""{"x":"sub\\one"}""", @"'sub\one'")]
    [InlineData("""{"x":"/etc/passwd"}""", "'/etc/passwd'")]
    [InlineData("""{"x":"C:one"}""", "'C:one'")]
    [InlineData("""{"x":".."}""", "'..'")]
    [InlineData("""{"x":""}""", "''")]
    [InlineData("""{"x":"a\u0000b"}""", "plain file names")]
    [InlineData("""{"x":7}""", "no file name, but 7")]
    [InlineData("""{"x":"none"}""", "missing")]
    [InlineData("""{"z":"one"}""", "'z' is said to lie in 'one'")]
    [InlineData("""{"x":"one","y":"two"}""", "'stray' lies in 'two'")]
    [InlineData("""{"x":"link"}""", "is a link that leads out")]
    [InlineData("""{"x":"one","x":"one"}""", "JSON")]
    public void An_index_that_lies_or_leads_elsewhere_is_refused(string map, string says)
    {
        Save("one", "x");
        Save("two", "y", "stray");
        using TemporaryFolder elsewhere = new();
        File.Copy(folder.File("one"), elsewhere.File("one"));
        File.CreateSymbolicLink(folder.File("link"), elsewhere.File("one"));
        Index(map);
        AssertRefused(() => CheckpointFolder.OpenTensors(folder.Path), says);
    }

    [Fact]
    public void The_cache_of_the_model_hub_may_link_to_its_blobs()
    {
        Directory.CreateDirectory(folder.File("snapshots/abc"));
        Directory.CreateDirectory(folder.File("blobs"));
        Save("blobs/0123", "x");
        File.CreateSymbolicLink(folder.File("snapshots/abc/one"), "../../blobs/0123");
        File.WriteAllText(folder.File("snapshots/abc/model.safetensors.index.json"), """{"weight_map":{"x":"one"}}""");
        using CheckpointTensors tensors = CheckpointFolder.OpenTensors(folder.File("snapshots/abc"));
        Assert.Equal(["x"], tensors.Tensors.Keys);
    }

    private void Index(string map) => File.WriteAllText(folder.File("model.safetensors.index.json"), $"{{\"weight_map\":{map}}}");

    private void Save(string file, params string[] names) =>
        SafetensorsWriter.Write(folder.File(file), names.Select(name => new TensorToWrite(name, [1], new float[] { 1 })));

    private static void AssertRefused(Func<object> open, string says) =>
        Assert.Contains(says, Assert.Throws<CheckpointException>(open).Message, StringComparison.Ordinal);
}
