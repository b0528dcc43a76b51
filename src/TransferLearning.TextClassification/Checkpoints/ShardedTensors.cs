using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>Tensors that an index spreads over several files of its folder.</summary>
internal sealed class ShardedTensors : CheckpointTensors
{
    private readonly Dictionary<string, CheckpointTensors> shards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CheckpointTensors> shardOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);

    private ShardedTensors()
    {
    }

    /// <inheritdoc/>
    internal override IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>Opens an index and all files that it names.</summary>
    /// <param name="path">The index: JSON with a <c>weight_map</c> from tensor to file.</param>
    /// <param name="openShard">Opens one of the files.</param>
    /// <exception cref="CheckpointException">The index or a file is missing or broken, a file lies outside the folder, or a tensor is not where the index says.</exception>
    internal static ShardedTensors Open(string path, Func<string, CheckpointTensors> openShard)
    {
        JsonObject map = CheckpointConfiguration.ReadFile(path).GetObject("weight_map");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        ShardedTensors all = new();
        try
        {
            foreach ((string name, JsonNode? value) in map)
            {
                if (CheckpointConfiguration.Text(value) is not { } file)
                {
                    throw CheckpointException.At(path, $"'weight_map' gives the tensor '{name}' no file name, but {CheckpointConfiguration.Shown(value)}. Download the index again.", null, name);
                }

                all.Add(path, folder, name, file, openShard);
            }

            all.RequireIndexed(path);
            return all;
        }
        catch
        {
            all.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    internal override void Read(string name, Span<float> destination) => shardOf[name].Read(name, destination);

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (CheckpointTensors shard in shards.Values)
        {
            shard.Dispose();
        }
    }

    private void Add(string index, string folder, string name, string file, Func<string, CheckpointTensors> openShard)
    {
        if (!shards.TryGetValue(file, out CheckpointTensors? shard))
        {
            shard = openShard(ShardPath.Resolve(index, folder, file));
            shards.Add(file, shard);
        }

        if (!shard.Tensors.TryGetValue(name, out TensorInfo? tensor))
        {
            throw CheckpointException.At(index, $"the tensor '{name}' is said to lie in '{file}', but it does not. Download the index and the files again.", null, name);
        }

        tensors.Add(name, tensor);
        shardOf.Add(name, shard);
    }

    private void RequireIndexed(string index)
    {
        foreach ((string file, CheckpointTensors shard) in shards)
        {
            string? stray = shard.Tensors.Keys.FirstOrDefault(name => shardOf.GetValueOrDefault(name) is not { } owner || (owner != shard));
            if (stray is not null)
            {
                throw CheckpointException.At(index, $"the tensor '{stray}' lies in '{file}', but the index does not say so. Download the index and the files again.", null, stray);
            }
        }
    }
}
