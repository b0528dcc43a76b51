using System.Collections.Immutable;
using System.Text.Json;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Extensibility;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Training;

/// <summary>The state of an optimizer in one safetensors file. The header's metadata says which kind it is of and which shapes the parameters have.</summary>
internal static class OptimizerStateFile
{
    private const string KindName = "optimizer";
    private const string ParametersName = "parameters";
    private const string Mend = "Load it into the optimizer that it was saved from, of the same kind over the same parameters.";

    /// <summary>Writes the file in one step; an existing one is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">The optimizer's kind.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="groups">Its parameters.</param>
    /// <exception cref="StorageException">It cannot be written; what stood there is as it was.</exception>
    internal static void Write(string path, OptimizerKind kind, ParameterOptimizer optimizer, IReadOnlyList<ParameterGroup> groups)
    {
        SortedDictionary<string, long[]> shapes = ShapesOf(groups);
        SortedDictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            [KindName] = kind.Name,
            [ParametersName] = JsonSerializer.Serialize(shapes, CheckpointJson.Default.SortedDictionaryStringInt64Array),
        };
        TensorToWrite[] tensors = [.. optimizer.GetState().Select(pair => new TensorToWrite(pair.Key, ShapeOf(pair.Key, pair.Value.Length, shapes), pair.Value))];
        try
        {
            AtomicFile.Write(path, temporary => SafetensorsWriter.Write(temporary, tensors, metadata));
        }
        catch (Exception exception) when (StorageException.IsCause(exception) || exception is StorageException { InnerException: not null })
        {
            throw StorageException.Cannot(path, "write the file", exception is StorageException { InnerException: { } cause } ? cause : exception);
        }
    }

    /// <summary>Reads a file into an optimizer. Everything is checked before anything in the optimizer changes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">The optimizer's kind.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="groups">Its parameters.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, of another kind of optimizer or of other parameters; the optimizer is as it was.</exception>
    internal static void Read(string path, OptimizerKind kind, ParameterOptimizer optimizer, IReadOnlyList<ParameterGroup> groups)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        RequireKind(path, reader, kind);
        RequireParameters(path, reader, ShapesOf(groups));
        Dictionary<string, float[]> state = new(StringComparer.Ordinal);
        foreach ((string name, TensorInfo tensor) in reader.Tensors)
        {
            float[] values = new float[tensor.Count];
            reader.Read(name, values);
            state.Add(name, values);
        }

        try
        {
            optimizer.SetState(state);
        }
        catch (ArgumentException exception)
        {
            ImmutableArray<string> atFault = [.. state.Keys.Where(name => exception.Message.Contains($"'{name}'", StringComparison.Ordinal))];
            throw CheckpointException.At(path, $"the optimizer '{kind.Name}' does not take this state ({exception.Message.TrimEnd('.')}). {Mend}", exception, atFault);
        }
    }

    private static void RequireKind(string path, SafetensorsReader reader, OptimizerKind kind)
    {
        if (!reader.Metadata.TryGetValue(KindName, out string? stored))
        {
            throw CheckpointException.At(path, $"the file does not say that it is the state of an optimizer. {Mend}");
        }

        if (stored != kind.Name)
        {
            throw CheckpointException.At(path, $"the file is the state of the optimizer '{stored}', and '{kind.Name}' is expected. {Mend}");
        }
    }

    private static void RequireParameters(string path, SafetensorsReader reader, SortedDictionary<string, long[]> expected)
    {
        SortedDictionary<string, long[]> stored;
        try
        {
            stored = JsonSerializer.Deserialize(reader.Metadata.GetValueOrDefault(ParametersName, "null"), CheckpointJson.Default.SortedDictionaryStringInt64Array)
                ?? throw new JsonException("there is none");
        }
        catch (JsonException exception)
        {
            throw CheckpointException.At(path, $"the header has no readable list of parameters ({exception.Message.TrimEnd('.')}). The file is damaged; use another one.", exception);
        }

        string[] missing = [.. expected.Keys.Where(name => !stored.ContainsKey(name))];
        string[] foreign = [.. stored.Keys.Where(name => !expected.ContainsKey(name))];
        string[] otherShape = [.. expected.Keys.Where(name => stored.TryGetValue(name, out long[]? shape) && !shape.AsSpan().SequenceEqual(expected[name]))];
        string[] problems =
        [
            .. missing.Select(name => $"'{name}' is missing"),
            .. foreign.Select(name => $"'{name}' is not one of the optimizer's"),
            .. otherShape.Select(name => $"'{name}' has the shape {TensorShape.Text(stored[name])} instead of {TensorShape.Text(expected[name])}"),
        ];
        if (problems.Length > 0)
        {
            throw CheckpointException.At(path, $"the file is the state of an optimizer of other parameters: {string.Join("; ", problems)}. {Mend}", null, [.. missing, .. foreign, .. otherShape]);
        }
    }

    private static SortedDictionary<string, long[]> ShapesOf(IReadOnlyList<ParameterGroup> groups) =>
        new(groups.SelectMany(group => group.Parameters).ToDictionary(pair => pair.Name, pair => pair.Parameter.shape), StringComparer.Ordinal);

    /// <summary>A state array with an element for each of a parameter's has the parameter's shape.</summary>
    private static long[] ShapeOf(string name, int length, SortedDictionary<string, long[]> parameters)
    {
        int dot = name.LastIndexOf('.');
        return dot > 0 && parameters.TryGetValue(name[..dot], out long[]? shape) && shape.Aggregate(1L, (product, size) => product * size) == length ? shape : [length];
    }
}
