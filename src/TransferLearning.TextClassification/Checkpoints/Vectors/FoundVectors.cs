using System.Globalization;

namespace TransferLearning.TextClassification.Checkpoints.Vectors;

/// <summary>The vectors of the words that were wanted, by their ids.</summary>
/// <param name="path">The file that they come from.</param>
/// <param name="dimension">Numbers a vector.</param>
/// <param name="wanted">How many words were wanted.</param>
internal sealed class FoundVectors(string path, int dimension, int wanted)
{
    private readonly Dictionary<int, float[]> vectors = [];

    internal int Dimension => dimension;

    /// <summary>Each vector that was found, <c>[dimension]</c>, by its word's id.</summary>
    internal IReadOnlyDictionary<int, float[]> ById => vectors;

    /// <summary>How many words the file holds.</summary>
    internal long WordsInFile { get; set; }

    /// <summary>The root mean square of the vectors' numbers; 0 where none was found.</summary>
    internal double Scale => vectors.Count == 0 ? 0 : Math.Sqrt(vectors.Values.Sum(vector => vector.Sum(value => (double)value * value)) / ((double)vectors.Count * dimension));

    internal void Set(int id, float[] vector) => vectors[id] = vector;

    /// <summary>The coverage, for people: <c>8,123 of 9,337 words (87 %) have a vector in glove.txt, which holds 400,000 of 100 numbers</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{vectors.Count:N0} of {wanted:N0} words ({Math.Floor(100.0 * vectors.Count / Math.Max(1, wanted))} %) have a vector in {Path.GetFileName(path)}, which holds {WordsInFile:N0} of {dimension} numbers");
}
