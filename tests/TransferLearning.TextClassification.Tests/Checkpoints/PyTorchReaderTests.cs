using System.IO.Compression;
using System.Text;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Checkpoints.PyTorch;
using Xunit;
using static TransferLearning.TextClassification.Tests.Checkpoints.TorchFileBuilder;

namespace TransferLearning.TextClassification.Tests.Checkpoints;

public sealed class PyTorchReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string FilePath => folder.File("pytorch_model.bin");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Views_of_one_storage_are_read_by_offset_and_stride()
    {
        string storage = StorageReference("0", 6);
        WriteZip(FilePath, Dictionary(
            ("rows", Tensor(storage, 0, [2, 3], [3, 1])),
            ("transposed", Tensor(storage, 0, [3, 2], [1, 3])),
            ("column", Tensor(storage, 1, [2], [3])),
            ("cube", Tensor(storage, 0, [2, 1, 3], [1, 77, 2])),
            ("scalar", Tensor(storage, 5, [], [])),
            ("empty", Tensor(storage, 0, [0, 3], [3, 1]))), ("0", Floats(0, 1, 2, 3, 4, 5)));
        using PyTorchReader reader = PyTorchReader.Open(FilePath);
        Assert.Equal([0f, 1, 2, 3, 4, 5], Read(reader, "rows"));
        Assert.Equal([0f, 3, 1, 4, 2, 5], Read(reader, "transposed"));
        Assert.Equal([1f, 4], Read(reader, "column"));
        Assert.Equal([0f, 2, 4, 1, 3, 5], Read(reader, "cube"));
        Assert.Equal([5f], Read(reader, "scalar"));
        Assert.Empty(Read(reader, "empty"));
    }

    [Theory]
    [InlineData("state_dict", "module.")]
    [InlineData("model", "_orig_mod.")]
    [InlineData("model_state_dict", "module._orig_mod.")]
    public void A_training_s_wrapping_is_taken_off(string key, string prefix)
    {
        string tensors = Dictionary((prefix + "a", One()), (prefix + "b", One()));
        WriteZip(FilePath, Dictionary((key, tensors), ("epoch", "K\u0003")), ("0", Floats(1)));
        using PyTorchReader reader = PyTorchReader.Open(FilePath);
        Assert.Equal(["a", "b"], reader.Tensors.Keys.Order());
    }

    [Fact]
    public void An_untyped_storage_takes_the_tensor_s_type()
    {
        string tensor = $"ctorch._utils\n_rebuild_tensor_v3\n({StorageReference("0", 4, "UntypedStorage")}K\u0000{Numbers(1)}{Numbers(1)}\u0089{OrderedDictionary}ctorch\nfloat32\ntR";
        WriteZip(FilePath, Dictionary(("a", tensor)), ("0", Floats(7)));
        using PyTorchReader reader = PyTorchReader.Open(FilePath);
        Assert.Equal([7f], Read(reader, "a"));
    }

    [Fact]
    public void Values_that_are_not_numbers_are_refused_by_name()
    {
        WriteZip(FilePath, Dictionary(("flat", Tensor(StorageReference("0", 4), 0, [4], [1])), ("turned", Tensor(StorageReference("0", 4), 0, [2, 2], [1, 2]))), ("0", Floats(1, 2, float.NaN, 4)));
        using PyTorchReader reader = PyTorchReader.Open(FilePath);
        Assert.Contains("'flat'", Assert.Throws<CheckpointException>(() => Read(reader, "flat")).Message, StringComparison.Ordinal);
        Assert.Contains("'turned'", Assert.Throws<CheckpointException>(() => Read(reader, "turned")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("os\nsystem", "os.system")]
    [InlineData("posix\nsystem", "posix.system")]
    [InlineData("__builtin__\neval", "__builtin__.eval")]
    [InlineData("builtins\ngetattr", "builtins.getattr")]
    [InlineData("torch\nload", "torch.load")]
    [InlineData("torch._utils\n_import_dotted_name", "torch._utils._import_dotted_name")]
    [InlineData("transformers.models.bert.modeling_bert\nBertModel", "BertModel")]
    public void A_name_that_no_tensor_needs_is_refused_by_name(string name, string says)
    {
        WriteZip(FilePath, Dictionary(("a", One()), ("b", $"c{name}\n({Text("touch /tmp/tltc-pickle-was-executed")}tR")), ("0", Floats(1)));
        AssertRefused(says);
        AssertRefused("Nothing in it was executed");

        string[] parts = name.Split('\n');
        WriteZip(FilePath, $"{Text(parts[0])}{Text(parts[1])}\u0093", ("0", Floats(1)));
        AssertRefused(says);
    }

    [Theory]
    [InlineData("", "instructions do not fit")]
    [InlineData("0", "instructions do not fit")]
    [InlineData("(0", "instructions do not fit")]
    [InlineData("t", "instructions do not fit")]
    [InlineData("s", "instructions do not fit")]
    [InlineData("h\u0009", "object 9")]
    [InlineData("X\u00FF\u00FF\u00FF\u00FF", "too early")]
    [InlineData("\u008D\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF", "too early")]
    [InlineData("\u008B\u00FF\u00FF\u00FF\u007F", "whole number of")]
    [InlineData("\u008B\u00FF\u00FF\u00FF\u00FF", "whole number of")]
    [InlineData("ios\nsystem\n", "0x69")]
    [InlineData("\u0082\u0001", "0x82")]
    [InlineData("K\u0001K\u0002a", "not a list")]
    [InlineData("K\u0001)R", "calls something that has no name")]
    [InlineData("ctorch\nFloatStorage\n)R", "torch.FloatStorage")]
    [InlineData("K\u0001}b", "sets attributes")]
    [InlineData("K\u0001Q", "outside itself")]
    [InlineData("K\u0001", "no dictionary of tensors")]
    [InlineData("]", "no dictionary of tensors")]
    [InlineData("}q\u0000U\u0005modelh\u0000s", "no dictionary of tensors")]
    public void A_broken_pickle_is_refused_and_explained(string pickle, string says)
    {
        WriteZip(FilePath, pickle);
        AssertRefused(says);
    }

    [Fact]
    public void Tensors_that_reach_beyond_their_storage_are_refused()
    {
        string storage = StorageReference("0", 4);
        foreach (string tensor in new[]
        {
            Tensor(storage, 0, [5], [1]),
            Tensor(storage, 1, [4], [1]),
            Tensor(storage, -1, [1], [1]),
            Tensor(storage, 0, [2], [-1]),
            Tensor(storage, 0, [-2], [1]),
            Tensor(storage, 0, [2, 2], [2]),
            Tensor(storage, 0, [2], [4]),
            Tensor(storage, 0, [1000000], [0]), // would repeat one number
            Tensor(storage, 0, [long.MaxValue, long.MaxValue], [1, 1]),
            Tensor(storage, 0, [2], [long.MaxValue]),
            Tensor(storage, long.MaxValue, [2], [1]),
        })
        {
            WriteZip(FilePath, Dictionary(("a", tensor)), ("0", Floats(1, 2, 3, 4)));
            AssertRefused("it holds a tensor of");
        }
    }

    [Fact]
    public void Storages_that_are_missing_or_of_another_size_are_refused()
    {
        WriteZip(FilePath, Dictionary(("a", One())));
        AssertRefused("'archive/data/0', which holds numbers, is missing");
        WriteZip(FilePath, Dictionary(("a", One())), ("0", Floats(1, 2)));
        AssertRefused("8 bytes, but is said to have 4");
        WriteZip(FilePath, Dictionary(("a", Tensor(StorageReference("0", long.MaxValue), 0, [1], [1]))), ("0", Floats(1)));
        AssertRefused("impossible things");
    }

    [Fact]
    public void Compressed_entries_are_refused_so_that_none_can_unfold()
    {
        WriteZip(FilePath, Dictionary(("a", Tensor(StorageReference("0", 1 << 20), 0, [1 << 20], [1]))), CompressionLevel.Optimal, ("0", new byte[4 << 20]));
        AssertRefused("compressed");
    }

    [Fact]
    public void Every_cut_and_every_changed_byte_is_an_error_or_another_number_but_never_a_crash()
    {
        WriteZip(FilePath, Dictionary(("a", Tensor(StorageReference("0", 4), 0, [2, 2], [1, 2])), ("b", One())), ("0", Floats(1, 2, 3, 4)));
        byte[] whole = File.ReadAllBytes(FilePath);
        for (int i = 0; i < whole.Length; i++)
        {
            File.WriteAllBytes(FilePath, whole[..i]);
            Assert.Throws<CheckpointException>(() => PyTorchReader.Open(FilePath).Dispose());
            foreach (byte change in new byte[] { 0x00, 0xFF, (byte)(whole[i] ^ 0x10) })
            {
                byte[] changed = [.. whole];
                changed[i] = change;
                File.WriteAllBytes(FilePath, changed);
                ReadAllOrRefuse();
            }
        }
    }

    [Fact]
    public void A_pointer_of_git_lfs_is_named_as_such()
    {
        File.WriteAllText(FilePath, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", Encoding.ASCII);
        Assert.Contains("git lfs pull", Assert.Throws<CheckpointException>(() => PyTorchReader.Open(FilePath)).Message, StringComparison.Ordinal);
    }

    private static string One() => Tensor(StorageReference("0", 1), 0, [1], [1]);

    private static float[] Read(CheckpointTensors tensors, string name)
    {
        float[] values = new float[tensors.Tensors[name].Count];
        tensors.Read(name, values);
        return values;
    }

    private void ReadAllOrRefuse()
    {
        try
        {
            using PyTorchReader reader = PyTorchReader.Open(FilePath);
            foreach (string name in reader.Tensors.Keys)
            {
                Read(reader, name);
            }
        }
        catch (CheckpointException)
        {
            // Refused: right.
        }
    }

    private void AssertRefused(string says)
    {
        CheckpointException exception = Assert.Throws<CheckpointException>(() => PyTorchReader.Open(FilePath));
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.Equal(FilePath, exception.Path);
        Assert.False(File.Exists("/tmp/tltc-pickle-was-executed"));
    }
}
