using System.Buffers.Binary;
using System.Text;
using TransferLearning.TextClassification.Checkpoints;
using Xunit;

namespace TransferLearning.TextClassification.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        string path = folder.File("model.safetensors");
        SafetensorsWriter.Write(path, [
            new TensorToWrite("b.weight", [2, 3], new float[] { 1, 2, 3, 4, 5, 6 }),
            new TensorToWrite("a.bias", [], () => [7f]),
            new TensorToWrite("c.empty", [0, 4], ReadOnlyMemory<float>.Empty)]);

        using SafetensorsReader reader = SafetensorsReader.Open(path);
        Assert.Equal(["a.bias", "b.weight", "c.empty"], reader.Tensors.Keys.Order());
        Assert.Equal([2, 3], reader.Tensors["b.weight"].Shape);
        Assert.Equal([1f, 2, 3, 4, 5, 6], Read(reader, "b.weight"));
        Assert.Equal([7f], Read(reader, "a.bias"));
        Assert.Empty(Read(reader, "c.empty"));
    }

    [Fact]
    public void The_same_tensors_give_the_same_bytes_with_an_aligned_header()
    {
        TensorToWrite first = new("x", [1], new float[] { 1 });
        TensorToWrite second = new("y", [1], new float[] { 2 });
        MemoryStream one = new(), other = new();
        SafetensorsWriter.Write(one, [first, second]);
        SafetensorsWriter.Write(other, [second, first]);
        Assert.Equal(one.ToArray(), other.ToArray());
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(one.ToArray()) % 8);
        Assert.Contains("{\"__metadata__\":{\"format\":\"pt\"},\"x\":", Encoding.UTF8.GetString(one.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_refuses_a_wrong_count_and_a_name_given_twice()
    {
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(Stream.Null, [new TensorToWrite("x", [2], new float[] { 1 })]));
        TensorToWrite tensor = new("x", [1], new float[] { 1 });
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(Stream.Null, [tensor, tensor]));
    }

    [Fact]
    public void Every_number_format_is_read()
    {
        AssertReads("F16", BytesOf(BitConverter.GetBytes, (Half)1.5f, (Half)(-2f)), [1.5f, -2f]);
        AssertReads("BF16", [0xC0, 0x3F, 0x00, 0xC0], [1.5f, -2f]);
        AssertReads("F32", BytesOf(BitConverter.GetBytes, 0.1f, 3e38f), [0.1f, 3e38f]);
        AssertReads("F64", BytesOf(BitConverter.GetBytes, 0.1, -7.0), [0.1f, -7f]);
        AssertReads("I8", [0xFF, 5], [-1f, 5f]);
        AssertReads("I16", BytesOf(BitConverter.GetBytes, (short)-300, (short)4), [-300f, 4f]);
        AssertReads("I32", BytesOf(BitConverter.GetBytes, -70000, 4), [-70000f, 4f]);
        AssertReads("I64", BytesOf(BitConverter.GetBytes, 1L << 40, -9L), [1L << 40, -9f]);
        AssertReads("U8", [255, 1], [255f, 1f]);
        AssertReads("BOOL", [0, 1], [0f, 1f]);
    }

    [Fact]
    public void Bfloat16_is_widened_the_same_at_every_length()
    {
        byte[] bytes = [.. Enumerable.Range(0, 101).SelectMany(i => BitConverter.GetBytes((ushort)(0x3F80 + i)))];
        float[] expected = [.. Enumerable.Range(0, 101).Select(i => BitConverter.UInt32BitsToSingle((uint)(0x3F80 + i) << 16))];
        AssertReads("BF16", bytes, expected);
    }

    [Fact]
    public void Values_that_are_not_numbers_are_refused_by_name()
    {
        foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            string path = Write("""{"good":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"bad":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", BytesOf(BitConverter.GetBytes, 1f, value));
            using SafetensorsReader reader = SafetensorsReader.Open(path);
            Assert.Equal([1f], Read(reader, "good"));
            CheckpointException exception = Assert.Throws<CheckpointException>(() => Read(reader, "bad"));
            Assert.Contains("'bad'", exception.Message, StringComparison.Ordinal);
            Assert.Equal(["bad"], exception.Tensors);
            Assert.Equal(path, exception.Path);
        }
    }

    [Theory]
    [InlineData("not json at all!", "JSON")]
    [InlineData("[]", "JSON object")]
    [InlineData("""{"x":1}""", "'x'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2]}}""", "'data_offsets'")]
    [InlineData("""{"x":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", "F8_E4M3")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "'x' stands twice")]
    [InlineData("""{"x":{"dtype":"F32","dtype":"I32","shape":[2],"data_offsets":[0,8]}}""", "'x' says one of")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "-2")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", "1.5")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "too large")]
    [InlineData("""{"x":{"dtype":"F32","shape":[0,9223372036854775807,9],"data_offsets":[0,8]}}""", "too large")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "needs 12")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "-8")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "before it begins")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "cut off")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "hole")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "overlaps")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes follow")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "JSON")]
    public void A_broken_header_is_refused_and_explained(string header, string says)
    {
        string path = Write(header, new byte[8]);
        CheckpointException exception = Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(path));
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.Equal(path, exception.Path);
    }

    [Fact]
    public void Absurd_or_missing_header_lengths_are_refused()
    {
        foreach (byte[] bytes in new byte[][] { [], [1, 2, 3], [255, 255, 255, 255, 255, 255, 255, 255, 1], [100, 0, 0, 0, 0, 0, 0, 0, 1] })
        {
            string path = folder.File("model.safetensors");
            File.WriteAllBytes(path, bytes);
            Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(path));
        }

        Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(folder.File("none.safetensors")));
    }

    [Fact]
    public void Every_cut_is_refused_and_every_changed_byte_is_an_error_or_another_number_but_never_a_crash()
    {
        string path = folder.File("model.safetensors");
        SafetensorsWriter.Write(path, [new TensorToWrite("a", [2, 2], new float[] { 1, 2, 3, 4 }), new TensorToWrite("b", [1], new float[] { 5 })]);
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 0; i < whole.Length; i++)
        {
            File.WriteAllBytes(path, whole[..i]);
            Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(path));
            foreach (byte change in new byte[] { 0x00, 0xFF, (byte)(whole[i] ^ 0x10), (byte)(whole[i] + 1) })
            {
                byte[] changed = [.. whole];
                changed[i] = change;
                File.WriteAllBytes(path, changed);
                ReadAllOrRefuse(path);
            }
        }
    }

    [Fact]
    public void A_full_disk_is_one_clear_error()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full on this system.");
        StorageException exception = Assert.Throws<StorageException>(() => SafetensorsWriter.Write("/dev/full", [new TensorToWrite("x", [100_000], new float[100_000])]));
        Assert.Contains("the disk is full", exception.Message, StringComparison.Ordinal);
        Assert.Equal("/dev/full", exception.Path);
    }

    private static float[] Read(CheckpointTensors tensors, string name)
    {
        float[] values = new float[tensors.Tensors[name].Count];
        tensors.Read(name, values);
        return values;
    }

    private static void ReadAllOrRefuse(string path)
    {
        try
        {
            using SafetensorsReader reader = SafetensorsReader.Open(path);
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

    private void AssertReads(string dtype, byte[] bytes, float[] expected)
    {
        string path = Write($"{{\"x\":{{\"dtype\":\"{dtype}\",\"shape\":[{expected.Length}],\"data_offsets\":[0,{bytes.Length}]}}}}", bytes);
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        Assert.Equal(expected, Read(reader, "x"));
    }

    private string Write(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        string path = folder.File("model.safetensors");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)json.Length), .. json, .. data]);
        return path;
    }

    private static byte[] BytesOf<T>(Func<T, byte[]> bytes, params T[] values) => [.. values.SelectMany(bytes)];
}
