using System.Buffers.Binary;
using System.Text.Json;

namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>The index of a safetensors file: eight bytes of length, JSON, then the numbers end to end (huggingface/safetensors, "Format").</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The reference implementation's own limit.</summary>
    private const int MaximumLength = 100_000_000;

    private const string Mend = "The file is damaged or was not written by safetensors; download or save it again.";

    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 8 };

    private readonly string path;
    private readonly long dataLength;
    private readonly Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> offsets = new(StringComparer.Ordinal);

    private SafetensorsHeader(string path, long dataStart, long dataLength)
    {
        this.path = path;
        this.dataLength = dataLength;
        DataStart = dataStart;
    }

    /// <summary>Where the numbers begin in the file.</summary>
    internal long DataStart { get; }

    /// <summary>The tensors by name.</summary>
    internal IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>The texts of <c>__metadata__</c>; what is no text is left out.</summary>
    internal IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Where each tensor begins, in bytes from <see cref="DataStart"/>.</summary>
    internal IReadOnlyDictionary<string, long> Offsets => offsets;

    /// <summary>Reads and checks the index; afterwards every tensor's bytes lie within the file.</summary>
    /// <exception cref="CheckpointException">Anything in it is not as the format asks.</exception>
    internal static SafetensorsHeader Read(MappedFile file)
    {
        if (file.Length < 8)
        {
            throw CheckpointException.At(file.Path, $"the file has {file.Length} bytes; a safetensors file has at least 10. {Mend}");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Bytes(0, 8));
        if (length > MaximumLength || (long)length > file.Length - 8)
        {
            throw CheckpointException.At(
                file.Path, $"the header is said to have {length} bytes, but the file has {file.Length} (and at most {MaximumLength} are allowed). {Mend}");
        }

        SafetensorsHeader header = new(file.Path, 8 + (long)length, file.Length - 8 - (long)length);
        header.Parse(file.Bytes(8, (int)length).ToArray());
        header.RequireContiguous();
        return header;
    }

    private void Parse(byte[] json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, JsonOptions);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw CheckpointException.At(path, $"the header is not a JSON object. {Mend}");
            }

            HashSet<string> names = new(StringComparer.Ordinal);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name))
                {
                    throw Broken(property.Name, "stands twice in the header");
                }

                if (property.Name != "__metadata__")
                {
                    AddTensor(property.Name, property.Value);
                }
                else if (property.Value.ValueKind == JsonValueKind.Object)
                {
                    AddMetadata(property.Value);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not valid Unicode.
            throw CheckpointException.At(path, $"the header is not valid JSON ({exception.Message.TrimEnd('.')}). {Mend}", exception);
        }
    }

    private void AddMetadata(JsonElement values)
    {
        foreach (JsonProperty value in values.EnumerateObject().Where(value => value.Value.ValueKind == JsonValueKind.String))
        {
            metadata[value.Name] = value.Value.GetString()!;
        }
    }

    private void AddTensor(string name, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("dtype", out JsonElement dtype) || dtype.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out JsonElement shapeElement) || shapeElement.ValueKind != JsonValueKind.Array
            || !entry.TryGetProperty("data_offsets", out JsonElement range) || range.ValueKind != JsonValueKind.Array || range.GetArrayLength() != 2)
        {
            throw Broken(name, "has no 'dtype' (text), 'shape' (list) or 'data_offsets' (two numbers)");
        }

        if (entry.EnumerateObject().DistinctBy(property => property.Name).Count() != entry.EnumerateObject().Count())
        {
            throw Broken(name, "says one of its 'dtype', 'shape' and 'data_offsets' twice");
        }

        if (!StoredTypes.TryParseSafetensors(dtype.GetString(), out StoredType type))
        {
            throw CheckpointException.At(
                path,
                $"the tensor '{name}' is stored as '{dtype.GetString()}', which is not supported. Supported: {StoredTypes.SafetensorsNames}. Convert the checkpoint to F32, F16 or BF16.",
                null,
                name);
        }

        long[] shape = ReadShape(name, shapeElement);
        long size = SizeOf(name, type, shape);
        long begin = ReadNumber(name, range[0], "data_offsets");
        long end = ReadNumber(name, range[1], "data_offsets");
        if (end < begin)
        {
            throw Broken(name, $"ends at byte {end}, before it begins at byte {begin}");
        }

        if (end > dataLength)
        {
            throw Broken(name, $"ends at byte {end}, but the file holds only {dataLength} bytes of numbers (is it cut off?)");
        }

        if (end - begin != size)
        {
            throw Broken(name, $"has {end - begin} bytes, but its shape {TensorShape.Text(shape)} of {dtype.GetString()} needs {size}");
        }

        tensors.Add(name, new(name, type, shape));
        offsets.Add(name, begin);
    }

    private long[] ReadShape(string name, JsonElement element)
    {
        long[] shape = new long[element.GetArrayLength()];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = ReadNumber(name, element[i], "shape");
        }

        return shape;
    }

    private long ReadNumber(string name, JsonElement element, string key)
    {
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out long number) || number < 0)
        {
            throw Broken(name, $"has {element.GetRawText()} in its '{key}', where a whole number of at least 0 is expected");
        }

        return number;
    }

    private long SizeOf(string name, StoredType type, long[] shape)
    {
        if (!TensorShape.TryCount(shape, type.Size(), out long bytes))
        {
            throw Broken(name, $"has the shape {TensorShape.Text(shape)}, which is too large");
        }

        return bytes;
    }

    private void RequireContiguous()
    {
        long position = 0;
        foreach (string name in tensors.Keys.OrderBy(name => offsets[name]).ThenBy(name => tensors[name].Count))
        {
            if (offsets[name] != position)
            {
                string how = offsets[name] < position ? "overlaps the tensor before it, which ends" : "leaves a hole after the tensor before it, which ends";
                throw Broken(name, $"begins at byte {offsets[name]} and {how} at byte {position}");
            }

            position += tensors[name].Count * tensors[name].Type.Size();
        }

        if (position != dataLength)
        {
            throw CheckpointException.At(path, $"{dataLength - position} bytes follow the last tensor. {Mend}");
        }
    }

    private CheckpointException Broken(string tensor, string problem) =>
        CheckpointException.At(path, $"the tensor '{tensor}' {problem}. {Mend}", null, tensor);
}
