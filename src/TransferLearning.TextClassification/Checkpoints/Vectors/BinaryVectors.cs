using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;

namespace TransferLearning.TextClassification.Checkpoints.Vectors;

/// <summary>Word vectors of word2vec's binary kind: a word, a blank and its numbers as little-endian float32, perhaps a line feed.</summary>
internal static class BinaryVectors
{
    private const int LongestWord = 4096;

    /// <summary>Reads the words behind the header.</summary>
    /// <inheritdoc cref="TextVectors.Read" path="/param"/>
    /// <exception cref="CheckpointException">The file ends early or holds what is no number; it names the word.</exception>
    internal static FoundVectors Read(string path, VectorBytes bytes, VectorLayout layout, WantedWords wanted)
    {
        FoundVectors found = new(path, layout.Dimension, wanted.Count);
        int size = layout.Dimension * sizeof(float);
        for (long number = 1; number <= layout.Words; number++)
        {
            while (bytes.Peek(1) is [(byte)'\n'])
            {
                bytes.Skip(1);
            }

            int length = bytes.Peek(LongestWord).IndexOf((byte)' ');
            if (length < 0 && bytes.Peek(LongestWord).Length == LongestWord)
            {
                throw At(path, number, $"it has no end within {LongestWord} bytes, so this is no word2vec file, or its vectors are not of {layout.Dimension} numbers. Download it again.");
            }

            ReadOnlySpan<byte> entry = bytes.Peek(length + 1 + size);
            if (length < 0 || entry.Length < length + 1 + size)
            {
                throw At(path, number, $"the file ends within it, but its first line announces {layout.Words} words. Download it again.");
            }

            if (wanted.TryFind(entry[..length], out int id))
            {
                float[] vector = MemoryMarshal.Cast<byte, float>(entry[(length + 1)..]).ToArray();
                if (!TensorPrimitives.IsFiniteAll<float>(vector))
                {
                    int at = Array.FindIndex(vector, value => !float.IsFinite(value));
                    throw At(path, number, string.Create(CultureInfo.InvariantCulture, $"number {at + 1} of '{Encoding.UTF8.GetString(entry[..length])}' is {vector[at]}; a finite number is expected. Download the file again."));
                }

                found.Set(id, vector);
            }

            bytes.Skip(entry.Length);
            found.WordsInFile++;
        }

        return found;
    }

    private static CheckpointException At(string path, long number, string problem) => CheckpointException.At(path, string.Create(CultureInfo.InvariantCulture, $"word {number}: {problem}"));
}
