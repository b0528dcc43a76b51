using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;

namespace TransferLearning.TextClassification.ParityTests.Families.ModernBert;

/// <summary>
/// The tiny ModernBERT four times as wide, with the same answers: its heads of 8 numbers become heads of 32, the fewest that kernels turn. Each hidden number stands there four times, which layer
/// norms do not notice, and what reads them takes a quarter of each copy. Of a head's sixteen pairs every fourth is used: these turn as the four pairs did before.
/// </summary>
internal static class WidenedModernBert
{
    internal const string Name = "modernbert-sequence-classification";

    /// <summary>The numbers of a hidden vector before.</summary>
    internal const int Hidden = 32;

    private const int Copies = 4;
    private const float QueryFactor = 2; // scores are divided by the root of a head's size

    /// <summary>Where a number of a widened matrix comes from along one side, and by what it was multiplied.</summary>
    private delegate (int Source, float Factor) Side(int place);

    /// <summary>Writes the widened checkpoint.</summary>
    internal static void Write(string source, string folder)
    {
        JsonObject configuration = CheckpointFolder.ReadConfiguration(source).Json;
        configuration["hidden_size"] = Hidden * Copies;
        File.WriteAllText(Path.Combine(folder, CheckpointFolder.ConfigurationFile), configuration.ToJsonString());
        using CheckpointTensors tensors = CheckpointFolder.OpenTensors(source);
        SafetensorsWriter.Write(Path.Combine(folder, CheckpointFolder.SafetensorsFile), [.. tensors.Tensors.Values.Select(tensor =>
        {
            float[] values = new float[tensor.Count];
            tensors.Read(tensor.Name, values);
            return Widen(tensor, values);
        })]);
    }

    /// <summary>The gradient of a tensor from that of its widened form.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="columns">The columns of its widened form; 1 for a vector.</param>
    /// <param name="widened">The gradient of that.</param>
    internal static float[] Fold(string name, int columns, float[] widened)
    {
        (Side row, Side column) = SidesOf(name);
        (int Rows, int Columns) sizes = (SizeBefore(row, widened.Length / columns), SizeBefore(column, columns));
        float[] gradient = new float[sizes.Rows * sizes.Columns];
        for (int i = 0; i < widened.Length; i++)
        {
            ((int fromRow, float rowFactor), (int fromColumn, float columnFactor)) = (row(i / columns), column(i % columns));
            gradient[(fromRow * sizes.Columns) + fromColumn] += rowFactor * columnFactor * widened[i];
        }

        return gradient;
    }

    private static TensorToWrite Widen(TensorInfo tensor, float[] values)
    {
        (Side row, Side column) = SidesOf(tensor.Name);
        int columnsBefore = tensor.Shape.Length == 1 ? 1 : (int)tensor.Shape[1];
        (int rows, int columns) = (SizeAfter(row, (int)tensor.Shape[0]), SizeAfter(column, columnsBefore));
        float[] widened = new float[rows * columns];
        for (int i = 0; i < widened.Length; i++)
        {
            ((int fromRow, float rowFactor), (int fromColumn, float columnFactor)) = (row(i / columns), column(i % columns));
            widened[i] = rowFactor * columnFactor * values[(fromRow * columnsBefore) + fromColumn];
        }

        return new(tensor.Name, tensor.Shape.Length == 1 ? [rows] : [rows, columns], widened);
    }

    private static (Side Row, Side Column) SidesOf(string name) => name switch
    {
        "classifier.bias" => (Same, Same),
        "classifier.weight" => (Same, Read),
        "head.dense.weight" => (Copy, Read),
        _ when name.EndsWith("norm.weight", StringComparison.Ordinal) => (Copy, Same),
        _ when name.EndsWith("embeddings.weight", StringComparison.Ordinal) => (Same, Copy),
        _ when name.EndsWith("attn.Wqkv.weight", StringComparison.Ordinal) => (QueryKeyValue, Read),
        _ when name.EndsWith("attn.Wo.weight", StringComparison.Ordinal) => (Copy, Heads),
        _ when name.EndsWith("mlp.Wi.weight", StringComparison.Ordinal) => (Same, Read),
        _ when name.EndsWith("mlp.Wo.weight", StringComparison.Ordinal) => (Copy, Same),
        _ => throw new ArgumentException($"The tensor '{name}' is not known."),
    };

    private static int SizeAfter(Side side, int before) => side == Same ? before : before * Copies;

    private static int SizeBefore(Side side, int after) => side == Same ? after : after / Copies;

    private static (int Source, float Factor) Same(int place) => (place, 1);

    private static (int Source, float Factor) Copy(int place) => (place % Hidden, 1);

    private static (int Source, float Factor) Read(int place) => (place % Hidden, 1f / Copies);

    /// <summary>Every fourth number of a head; the others are zeros.</summary>
    private static (int Source, float Factor) Heads(int place) => place % Copies == 0 ? (place / Copies, 1) : (0, 0);

    private static (int Source, float Factor) QueryKeyValue(int place)
    {
        (int third, int inThird) = Math.DivRem(place, Hidden * Copies);
        (int source, float factor) = Heads(inThird);
        return ((third * Hidden) + source, third == 0 ? factor * QueryFactor : factor);
    }
}
