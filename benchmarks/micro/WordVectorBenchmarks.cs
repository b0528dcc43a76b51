using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using BenchmarkDotNet.Attributes;
using TransferLearning.TextClassification.Checkpoints.Vectors;

namespace TransferLearning.TextClassification.Benchmarks.Micro;

/// <summary>20,000 words out of files of 600,000 vectors of 100 numbers each: text as of GloVe (some 530 MB), and word2vec's binary form (some 250 MB).</summary>
public class WordVectorBenchmarks
{
    private const int Words = 600_000;
    private const int Dimension = 100;
    private const int Every = 30;

    private readonly Dictionary<string, int> wanted = Enumerable.Range(0, Words / Every).ToDictionary(i => Word(i * Every), i => i);
    private string folder = string.Empty;

    private string Text => Path.Combine(folder, "vectors.txt");

    private string Binary => Path.Combine(folder, "vectors.bin");

    [GlobalSetup]
    public void Create()
    {
        folder = Directory.CreateTempSubdirectory("tltc-benchmark-").FullName;
        float[] vector = [.. Enumerable.Range(0, Dimension).Select(i => (i - 50) * 0.01737f)];
        byte[] numbers = Encoding.UTF8.GetBytes(string.Concat(vector.Select(value => string.Create(CultureInfo.InvariantCulture, $" {value:F5}"))) + "\n");
        using FileStream text = File.Create(Text);
        using FileStream binary = File.Create(Binary);
        binary.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Words} {Dimension}\n")));
        for (int word = 0; word < Words; word++)
        {
            text.Write(Encoding.UTF8.GetBytes(Word(word)));
            text.Write(numbers);
            binary.Write(Encoding.UTF8.GetBytes(Word(word) + " "));
            binary.Write(MemoryMarshal.AsBytes<float>(vector));
        }
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(folder, recursive: true);

    [Benchmark]
    public int ReadText() => WordVectorReader.Read(Text, wanted, areLowerCased: true).ById.Count;

    [Benchmark]
    public int ReadBinary() => WordVectorReader.Read(Binary, wanted, areLowerCased: true).ById.Count;

    private static string Word(int number) => string.Create(CultureInfo.InvariantCulture, $"word{number}");
}
