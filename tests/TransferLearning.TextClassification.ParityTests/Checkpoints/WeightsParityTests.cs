using TransferLearning.TextClassification.Checkpoints;
using Xunit;

namespace TransferLearning.TextClassification.ParityTests.Checkpoints;

/// <summary>One model in fifteen file forms, and twenty-four broken ones.</summary>
public sealed class WeightsParityTests
{
    [Theory]
    [InlineData("pytorch-bfloat16", 1.0 / 256)]
    [InlineData("pytorch-float16", 1.0 / 2048)]
    [InlineData("pytorch-float64", 0.0)]
    [InlineData("pytorch-gamma-beta", 0.0)]
    [InlineData("pytorch-legacy", 0.0)]
    [InlineData("pytorch-nested-data-parallel", 0.0)]
    [InlineData("pytorch-non-contiguous", 0.0)]
    [InlineData("pytorch-parameters", 0.0)]
    [InlineData("pytorch-sharded", 0.0)]
    [InlineData("pytorch-shared-storage", 0.0)]
    [InlineData("pytorch-zip", 0.0)]
    [InlineData("safetensors-bfloat16", 1.0 / 256)]
    [InlineData("safetensors-float16", 1.0 / 2048)]
    [InlineData("safetensors-float64", 0.0)]
    [InlineData("safetensors-sharded", 0.0)]
    public void Every_form_holds_the_same_numbers(string form, double relativeTolerance)
    {
        string folder = SharedFolder.Path("goldens", "weights", form);
        using CheckpointTensors reference = CheckpointFolder.OpenTensors(SharedFolder.Path("goldens", "models", "bert-sequence-classification"));
        using CheckpointTensors tensors = new RenamedTensors(folder, CheckpointFolder.OpenTensors(folder), LegacyTensorNames.Modernize);

        TensorMatch match = TensorMatching.Match(folder, Expected(reference), tensors);
        Assert.Equal(reference.Tensors.Count, match.Found.Length);
        Assert.Empty(match.Unexpected);
        foreach (string name in reference.Tensors.Keys)
        {
            float[] expected = Read(reference, name);
            float[] actual = Read(tensors, name);
            for (int i = 0; i < expected.Length; i++)
            {
                double tolerance = (relativeTolerance * Math.Abs(expected[i])) + (relativeTolerance * 1e-4); // subnormal in half precision
                Assert.True(Math.Abs(actual[i] - expected[i]) <= tolerance, $"{name}[{i}]: {actual[i]} instead of {expected[i]}");
            }
        }
    }

    [Theory]
    [InlineData("pytorch-bfloat16", "safetensors-bfloat16")]
    [InlineData("pytorch-float16", "safetensors-float16")]
    public void Both_formats_give_the_same_bits_in_reduced_precision(string one, string other)
    {
        using CheckpointTensors left = CheckpointFolder.OpenTensors(SharedFolder.Path("goldens", "weights", one));
        using CheckpointTensors right = CheckpointFolder.OpenTensors(SharedFolder.Path("goldens", "weights", other));
        Assert.Equal(left.Tensors.Keys.Order(), right.Tensors.Keys.Order());
        Assert.All(left.Tensors.Keys, name => Assert.Equal(Read(left, name), Read(right, name)));
    }

    [Theory]
    [InlineData("duplicate-key.safetensors", "stands twice")]
    [InlineData("empty.safetensors", "0 bytes")]
    [InlineData("executes-a-command.bin", "Nothing in it was executed")]
    [InlineData("garbage.bin", "PyTorch")]
    [InlineData("header-length-huge.safetensors", "4611686018427387904")]
    [InlineData("header-not-json.safetensors", "JSON")]
    [InlineData("missing-tensor.safetensors", "1 missing (bert.")]
    [InlineData("not-a-number.safetensors", "NaN")]
    [InlineData("offsets-hole.safetensors", "hole")]
    [InlineData("offsets-negative.safetensors", "-128")]
    [InlineData("offsets-overlap.safetensors", "overlaps")]
    [InlineData("offsets-past-end.safetensors", "cut off")]
    [InlineData("offsets-reversed.safetensors", "before it begins")]
    [InlineData("plain-pickle-eval.bin", "__builtin__.eval")]
    [InlineData("seven-bytes.safetensors", "7 bytes")]
    [InlineData("shape-negative.safetensors", "'shape'")]
    [InlineData("shape-overflows.safetensors", "too large")]
    [InlineData("size-disagrees-with-shape.safetensors", "needs")]
    [InlineData("trailing-bytes.safetensors", "64 bytes follow")]
    [InlineData("truncated-zip.bin", "cut off")]
    [InlineData("truncated.safetensors", "cut off")]
    [InlineData("unknown-dtype.safetensors", "which is not supported")]
    [InlineData("wrong-shape.safetensors", "instead of [")]
    [InlineData("zip-missing-storage.bin", "is missing")]
    public void Every_bad_file_is_refused_and_explained(string file, string says)
    {
        string source = SharedFolder.Path("goldens", "weights-bad", file);
        using CheckpointTensors reference = CheckpointFolder.OpenTensors(SharedFolder.Path("goldens", "models", "bert-sequence-classification"));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tltc-parity-");
        try
        {
            File.Copy(source, Path.Combine(folder.FullName, file.EndsWith(".bin", StringComparison.Ordinal) ? "pytorch_model.bin" : "model.safetensors"));
            CheckpointException exception = Assert.Throws<CheckpointException>(() => Load(folder.FullName, reference));
            Assert.Contains(says, exception.Message, StringComparison.Ordinal);
            Assert.StartsWith(folder.FullName, exception.Path, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), "tltc-pickle-was-executed")));
    }

    [Theory]
    [InlineData("pytorch-legacy")]
    [InlineData("pytorch-zip")]
    [InlineData("pytorch-non-contiguous")]
    public void A_cut_or_changed_file_is_an_error_or_other_numbers_but_never_a_crash(string form)
    {
        byte[] whole = File.ReadAllBytes(SharedFolder.Path("goldens", "weights", form, "pytorch_model.bin"));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tltc-parity-");
        string path = Path.Combine(folder.FullName, "pytorch_model.bin");
        Random random = new(7);
        try
        {
            for (int i = 0; i < 300; i++)
            {
                byte[] changed = [.. whole];
                changed[random.Next(Math.Min(changed.Length, 14_000))] = (byte)random.Next(256);
                File.WriteAllBytes(path, changed);
                ReadAllOrRefuse(folder.FullName);

                File.WriteAllBytes(path, whole[..random.Next(whole.Length)]);
                Assert.Throws<CheckpointException>(() => CheckpointFolder.OpenTensors(folder.FullName).Dispose());
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void ReadAllOrRefuse(string folder)
    {
        try
        {
            using CheckpointTensors tensors = CheckpointFolder.OpenTensors(folder);
            foreach (string name in tensors.Tensors.Keys)
            {
                Read(tensors, name);
            }
        }
        catch (CheckpointException)
        {
            // Refused: right.
        }
    }

    private static void Load(string folder, CheckpointTensors reference)
    {
        using CheckpointTensors tensors = CheckpointFolder.OpenTensors(folder);
        TensorMatching.Match(folder, Expected(reference), tensors);
        foreach (string name in reference.Tensors.Keys)
        {
            Read(tensors, name);
        }
    }

    private static IEnumerable<ExpectedTensor> Expected(CheckpointTensors reference) =>
        reference.Tensors.Values.Select(tensor => new ExpectedTensor(tensor.Name, tensor.Shape));

    private static float[] Read(CheckpointTensors tensors, string name)
    {
        float[] values = new float[tensors.Tensors[name].Count];
        tensors.Read(name, values);
        return values;
    }
}
