using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Checkpoints.Hub;

/// <summary>Which files of a checkpoint are wanted: configuration, tokenizer, pooling, and the weights in one form, safetensors before PyTorch's. All else, code above all, stays where it is.</summary>
internal static class HubFileSelection
{
    private const int MostShards = 1024;

    /// <summary>Files of the tokenizer of which one alone may be enough.</summary>
    private static readonly string[] Vocabularies =
        ["tokenizer.json", "vocab.txt", "vocab.json", "spiece.model", "spm.model", "sentencepiece.bpe.model", "tokenizer.model"];

    /// <summary>Files that nothing else asks for: without them other answers are computed, not none.</summary>
    internal static readonly string[] Unnoticed = ["1_Pooling/config.json", "classifier.json"];

    /// <summary>The files beside the weights; <c>classifier.json</c> and <c>training.json</c> are those of a classifier that this library saved.</summary>
    internal static readonly string[] SmallFiles =
    [
        CheckpointFolder.ConfigurationFile, .. Vocabularies, "merges.txt", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        "modules.json", .. Unnoticed, "training.json",
    ];

    /// <summary>All that is ever read of a checkpoint, but for the shards that an index names.</summary>
    internal static IEnumerable<string> Names => SmallFiles.Concat(CheckpointFolder.WeightFiles);

    /// <summary>The files beside the weights that a checkpoint has.</summary>
    /// <exception cref="HubException">It has no configuration.</exception>
    internal static IReadOnlyList<string> Small(HubName name, HubListing listing) => listing.Files.Contains(CheckpointFolder.ConfigurationFile)
        ? [.. SmallFiles.Where(listing.Files.Contains)]
        : throw HubErrors.Broken(name, $"the checkpoint has no {CheckpointFolder.ConfigurationFile} at revision '{name.Revision}'. Choose one in the layout of the transformers library.");

    /// <summary>The weights' file, or the index of several.</summary>
    /// <exception cref="HubException">It has none that can be read.</exception>
    internal static string Weights(HubName name, HubListing listing) => CheckpointFolder.WeightFiles.FirstOrDefault(listing.Files.Contains)
        ?? throw HubErrors.Broken(name, $"the checkpoint has no weights that can be read. Looked for, in this order: {string.Join(", ", CheckpointFolder.WeightFiles)}. Choose a checkpoint or a revision that has one of them.");

    /// <summary>Whether a file may be as large as weights are.</summary>
    internal static bool IsWeights(string file) => file.EndsWith(".safetensors", StringComparison.Ordinal) || file.EndsWith(".bin", StringComparison.Ordinal);

    internal static bool IsIndex(string file) => file.EndsWith(".index.json", StringComparison.Ordinal);

    /// <summary>The files that an index names.</summary>
    /// <param name="name">The checkpoint.</param>
    /// <param name="listing">The files that it has; an index may name none but these.</param>
    /// <param name="index">The index's name.</param>
    /// <param name="path">Where it lies.</param>
    /// <exception cref="HubException">It names a file that is not there, or a path.</exception>
    /// <exception cref="CheckpointException">It is no index.</exception>
    internal static IReadOnlyList<string> Shards(HubName name, HubListing listing, string index, string path)
    {
        SortedSet<string> shards = new(StringComparer.Ordinal);
        foreach ((string tensor, JsonNode? value) in CheckpointConfiguration.ReadFile(path).GetObject("weight_map"))
        {
            if (CheckpointConfiguration.Text(value) is not { } file)
            {
                throw HubErrors.Broken(name, $"{index} gives the tensor '{tensor}' no file name. Choose another revision.");
            }

            if (!ShardPath.IsPlainName(file) || !listing.Files.Contains(file))
            {
                throw HubErrors.Broken(name, $"{index} names the file '{file}', which is none of the checkpoint's. Do not use this checkpoint unless you trust its source.");
            }

            shards.Add(file);
        }

        return shards.Count <= MostShards ? [.. shards] : throw HubErrors.Broken(name, $"{index} names {shards.Count} files; at most {MostShards} are downloaded.");
    }

    /// <summary>Whether a snapshot has a configuration, a vocabulary and weights, all shards included.</summary>
    internal static bool IsWhole(string snapshot) =>
        Exists(snapshot, CheckpointFolder.ConfigurationFile) && Vocabularies.Any(file => Exists(snapshot, file))
        && CheckpointFolder.WeightFiles.FirstOrDefault(file => Exists(snapshot, file)) is { } weights
        && (!IsIndex(weights) || PresentShards(snapshot, weights).All(shard => shard.IsThere));

    /// <summary>The wanted files that a snapshot has.</summary>
    internal static IEnumerable<string> Present(string snapshot)
    {
        string[] present = [.. Names.Where(file => Exists(snapshot, file))];
        return present.Concat(present.Where(IsIndex).SelectMany(index => PresentShards(snapshot, index)).Where(shard => shard.IsThere).Select(shard => shard.Name));
    }

    /// <summary>The shards that an index names; of an index that is none, one that is not there.</summary>
    private static IEnumerable<(string Name, bool IsThere)> PresentShards(string snapshot, string index)
    {
        JsonObject map;
        try
        {
            map = CheckpointConfiguration.ReadFile(Path.Combine(snapshot, index)).GetObject("weight_map");
        }
        catch (CheckpointException)
        {
            return [(index, false)];
        }

        return map
            .Select(entry => CheckpointConfiguration.Text(entry.Value) ?? string.Empty)
            .Distinct(StringComparer.Ordinal)
            .Select(file => (file, ShardPath.IsPlainName(file) && Exists(snapshot, file)));
    }

    private static bool Exists(string snapshot, string file) => File.Exists(Path.Combine([snapshot, .. file.Split('/')]));
}
