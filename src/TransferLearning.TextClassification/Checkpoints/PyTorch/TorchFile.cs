using System.Numerics;
using System.Text;

namespace TransferLearning.TextClassification.Checkpoints.PyTorch;

/// <summary>The two layouts of <c>torch.save</c>: a zip file since PyTorch 1.6, a row of pickles before.</summary>
internal static class TorchFile
{
    /// <summary>A pickle of tensors is its names and shapes; real ones have some hundred bytes a tensor.</summary>
    private const int MaximumPickleLength = 64 << 20;

    private const int LegacyProtocol = 1001;

    private static readonly BigInteger LegacyMagic = BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Reads a file's pickle and where each storage begins in the file.</summary>
    /// <exception cref="PickleException">The file is broken, hostile or of another kind.</exception>
    internal static (object? Root, Dictionary<string, long> StorageOffsets) Read(MappedFile file) =>
        file.Length >= 4 && file.Bytes(0, 4).SequenceEqual("PK\x03\x04"u8) ? ReadZip(file) : ReadLegacy(file);

    private static (object? Root, Dictionary<string, long> StorageOffsets) ReadZip(MappedFile file)
    {
        Dictionary<string, (long Offset, long Length)> entries = ZipDirectory.Read(file);
        string[] pickles = [.. entries.Keys.Where(name => name.Split('/') is [_, "data.pkl"])];
        if (pickles is not [string pickle])
        {
            throw new PickleException("it is a zip file, but holds no single 'data.pkl' as torch.save writes it");
        }

        string prefix = pickle[..^"data.pkl".Length];
        if (entries.TryGetValue(prefix + "byteorder", out (long Offset, long Length) order)
            && (order.Length > 16 || Encoding.ASCII.GetString(file.Bytes(order.Offset, (int)order.Length)).Trim() != "little"))
        {
            throw new PickleException("its numbers are not little-endian");
        }

        (long offset, long length) = entries[pickle];
        if (length > MaximumPickleLength)
        {
            throw new PickleException($"its index has {length} bytes, which no file of tensors has");
        }

        TorchPickleHost host = new();
        object? root = PickleMachine.Load(file.Bytes(offset, (int)length), host, out _);
        Dictionary<string, long> offsets = new(StringComparer.Ordinal);
        foreach (TorchStorage storage in host.Storages.Values)
        {
            if (!entries.TryGetValue($"{prefix}data/{storage.Key}", out (long Offset, long Length) entry))
            {
                throw new PickleException($"its entry '{prefix}data/{storage.Key}', which holds numbers, is missing");
            }

            if (entry.Length != storage.Bytes)
            {
                throw new PickleException($"its entry '{prefix}data/{storage.Key}' has {entry.Length} bytes, but is said to have {storage.Bytes}");
            }

            offsets.Add(storage.Key, entry.Offset);
        }

        return (root, offsets);
    }

    private static (object? Root, Dictionary<string, long> StorageOffsets) ReadLegacy(MappedFile file)
    {
        long position = 0;
        RequireLegacyHeader(file, ref position);
        TorchPickleHost host = new();
        object? root = Load(file, ref position, host);
        if (Load(file, ref position, new TorchPickleHost()) is not List<object?> keys)
        {
            throw new PickleException("its list of storages is missing");
        }

        Dictionary<string, long> offsets = new(StringComparer.Ordinal);
        foreach (object? item in keys)
        {
            if (item is not string key || !host.Storages.TryGetValue(key, out TorchStorage? storage) || storage.Type is null || offsets.ContainsKey(key))
            {
                throw new PickleException($"its list of storages names '{item}', which no tensor uses, or twice");
            }

            if (position > file.Length - 8 || storage.Bytes > file.Length - 8 - position)
            {
                throw new PickleException($"it ends within its storage '{key}' (is it cut off?)");
            }

            long length = BitConverter.ToInt64(file.Bytes(position, 8));
            if (length != storage.Length)
            {
                throw new PickleException($"its storage '{key}' has {length} numbers, but is said to have {storage.Length}");
            }

            offsets.Add(key, position + 8);
            position += 8 + storage.Bytes;
        }

        string? missing = host.Storages.Keys.FirstOrDefault(key => !offsets.ContainsKey(key));
        return missing is null ? (root, offsets) : throw new PickleException($"its storage '{missing}', which holds numbers, is missing");
    }

    private static void RequireLegacyHeader(MappedFile file, ref long position)
    {
        // The first pickle is loaded like all others, so that a hostile one is named as such.
        object? magic = Load(file, ref position, new TorchPickleHost());
        if (magic is not BigInteger number || number != LegacyMagic)
        {
            throw new PickleException("it is neither a zip file nor begins with PyTorch's number");
        }

        if (Load(file, ref position, new TorchPickleHost()) is not (long)LegacyProtocol)
        {
            throw new PickleException($"it is written in another legacy protocol than {LegacyProtocol}");
        }

        if (Load(file, ref position, new TorchPickleHost()) is not PickleDictionary system || system.ByText().GetValueOrDefault("little_endian") is not true)
        {
            throw new PickleException("its numbers are not said to be little-endian");
        }
    }

    private static object? Load(MappedFile file, ref long position, TorchPickleHost host)
    {
        int length = (int)Math.Min(file.Length - position, MaximumPickleLength);
        object? value = PickleMachine.Load(file.Bytes(position, length), host, out int read);
        position += read;
        return value;
    }
}
