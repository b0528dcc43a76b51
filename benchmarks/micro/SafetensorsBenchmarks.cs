using BenchmarkDotNet.Attributes;
using TransferLearning.TextClassification.Checkpoints;

namespace TransferLearning.TextClassification.Benchmarks.Micro;

/// <summary>A file with a tensor of 16 MiB.</summary>
public class SafetensorsBenchmarks
{
    private readonly float[] values = new float[4 * 1024 * 1024];
    private string folder = string.Empty;

    private string ToRead => Path.Combine(folder, "read.safetensors");

    [GlobalSetup]
    public void Create()
    {
        folder = Directory.CreateTempSubdirectory("tltc-benchmark-").FullName;
        SafetensorsWriter.Write(ToRead, [new TensorToWrite("weight", [2048, 2048], values)]);
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(folder, recursive: true);

    [Benchmark]
    public float Read()
    {
        using SafetensorsReader reader = SafetensorsReader.Open(ToRead);
        reader.Read("weight", values);
        return values[^1];
    }

    [Benchmark]
    public void Write() => SafetensorsWriter.Write(Path.Combine(folder, "write.safetensors"), [new TensorToWrite("weight", [2048, 2048], values)]);
}
