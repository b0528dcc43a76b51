using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace TransferLearning.TextClassification.Benchmarks.EndToEnd;

/// <summary>Files of word vectors with random numbers, as large as those that people download.</summary>
internal static class VectorFiles
{
    private const int Buffer = 1 << 20;
    private const int DifferentNumbers = 1 << 12;

    /// <summary>The word of a line, from 0.</summary>
    internal static string Word(int line) => string.Create(CultureInfo.InvariantCulture, $"word{line}");

    /// <summary>A text file as GloVe's: no header, five decimals.</summary>
    internal static void WriteText(string path, int lines, int size)
    {
        Random random = new(1);
        byte[][] numbers = [.. Numbers(random).Select(number => Encoding.ASCII.GetBytes(number.ToString("0.00000", CultureInfo.InvariantCulture)))];
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, Buffer);
        for (int line = 0; line < lines; line++)
        {
            stream.Write(Encoding.ASCII.GetBytes(Word(line)));
            for (int i = 0; i < size; i++)
            {
                byte[] number = numbers[random.Next(DifferentNumbers)];
                stream.WriteByte((byte)' ');
                stream.Write(number);
            }

            stream.WriteByte((byte)'\n');
        }
    }

    /// <summary>A binary file as word2vec's.</summary>
    internal static void WriteBinary(string path, int lines, int size)
    {
        Random random = new(1);
        float[] numbers = [.. Numbers(random)];
        float[] vector = new float[size];
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, Buffer);
        stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{lines} {size}\n")));
        for (int line = 0; line < lines; line++)
        {
            stream.Write(Encoding.ASCII.GetBytes(Word(line) + " "));
            for (int i = 0; i < size; i++)
            {
                vector[i] = numbers[random.Next(DifferentNumbers)];
            }

            stream.Write(MemoryMarshal.AsBytes(vector.AsSpan()));
            stream.WriteByte((byte)'\n');
        }
    }

    private static IEnumerable<float> Numbers(Random random) => Enumerable.Range(0, DifferentNumbers).Select(_ => (float)Math.Round((random.NextDouble() + random.NextDouble() - 1) * 0.8, 5));
}
