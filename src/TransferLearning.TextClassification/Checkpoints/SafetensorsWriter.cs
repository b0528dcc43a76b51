using System.Buffers;
using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>Writes float32 tensors as a safetensors file: sorted by name, the same bytes for the same tensors, one tensor at a time in memory.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes a file, flushed to disk. An existing one is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="metadata">Text by name for the header, beside the format; null for none.</param>
    /// <exception cref="StorageException">It cannot be written: a full disk, a read-only folder.</exception>
    internal static void Write(string path, IEnumerable<TensorToWrite> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            Write(stream, tensors, metadata);
            stream.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (StorageException.IsCause(exception))
        {
            throw StorageException.Cannot(path, "write the file", exception);
        }
    }

    /// <summary>Writes to a stream.</summary>
    /// <exception cref="IOException">The stream's own errors.</exception>
    internal static void Write(Stream stream, IEnumerable<TensorToWrite> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        TensorToWrite[] sorted = [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        byte[] header = Header(sorted, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (TensorToWrite tensor in sorted)
        {
            ReadOnlySpan<float> values = tensor.Values();
            if (values.Length != Count(tensor))
            {
                throw new ArgumentException($"The tensor '{tensor.Name}' of shape {TensorShape.Text(tensor.Shape)} has {values.Length} numbers.", nameof(tensors));
            }

            while (!values.IsEmpty)
            {
                ReadOnlySpan<float> part = values[..Math.Min(values.Length, 1 << 20)];
                stream.Write(MemoryMarshal.AsBytes(part));
                values = values[part.Length..];
            }
        }
    }

    private static byte[] Header(TensorToWrite[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            foreach ((string name, string text) in metadata ?? ReadOnlyDictionary<string, string>.Empty)
            {
                json.WriteString(name, text);
            }

            json.WriteEndObject();
            WriteTensors(json, tensors);
            json.WriteEndObject();
        }

        while (buffer.WrittenCount % Alignment != 0)
        {
            buffer.Write(" "u8);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteTensors(Utf8JsonWriter json, TensorToWrite[] tensors)
    {
        long offset = 0;
        string? previous = null;
        foreach (TensorToWrite tensor in tensors)
        {
            if (tensor.Name == previous || tensor.Name == "__metadata__")
            {
                throw new ArgumentException($"The tensor name '{tensor.Name}' is given twice or is reserved.", nameof(tensors));
            }

            previous = tensor.Name;
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", "F32");
            json.WriteStartArray("shape");
            Array.ForEach(tensor.Shape, json.WriteNumberValue);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            offset += Count(tensor) * sizeof(float);
            json.WriteNumberValue(offset);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static long Count(TensorToWrite tensor) => new TensorInfo(tensor.Name, StoredType.Float32, tensor.Shape).Count;
}
