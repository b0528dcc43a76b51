using TransferLearning.TextClassification.Checkpoints.PyTorch;

namespace TransferLearning.TextClassification.Checkpoints;

/// <summary>A checkpoint folder in the Hugging Face layout.</summary>
internal static class CheckpointFolder
{
    /// <summary>The configuration's file.</summary>
    internal const string ConfigurationFile = "config.json";

    /// <summary>The weights' file, where they lie in one and were saved as safetensors.</summary>
    internal const string SafetensorsFile = "model.safetensors";

    /// <summary>The weights' files in the order in which they are looked for.</summary>
    private static readonly (string Name, Func<string, CheckpointTensors> Open)[] Forms =
    [
        (SafetensorsFile, SafetensorsReader.Open),
        ("model.safetensors.index.json", path => ShardedTensors.Open(path, SafetensorsReader.Open)),
        ("pytorch_model.bin", PyTorchReader.Open),
        ("pytorch_model.bin.index.json", path => ShardedTensors.Open(path, PyTorchReader.Open)),
    ];

    /// <summary>The names of the weights' files, in the order in which they are looked for.</summary>
    internal static IEnumerable<string> WeightFiles => Forms.Select(form => form.Name);

    /// <summary>Opens the weights, whatever form they lie in; only the index is read.</summary>
    /// <exception cref="CheckpointException">There are none, or they are broken or hostile, or a file of the folder is a link that leads out of it.</exception>
    internal static CheckpointTensors OpenTensors(string folder)
    {
        RequireFolder(folder);
        foreach ((string name, Func<string, CheckpointTensors> open) in Forms)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                return open(path);
            }
        }

        throw CheckpointException.At(
            folder, $"there are no weights in this folder. Looked for, in this order: {string.Join(", ", Forms.Select(form => form.Name))}. Download the checkpoint's weights into it.");
    }

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <exception cref="CheckpointException">There is no folder, no such file, or it is not JSON.</exception>
    internal static CheckpointConfiguration ReadConfiguration(string folder)
    {
        RequireFolder(folder);
        string path = Path.Combine(folder, ConfigurationFile);
        if (!File.Exists(path))
        {
            throw CheckpointException.At(folder, $"there is no {ConfigurationFile} in this folder. A checkpoint folder holds {ConfigurationFile}, weights and the tokenizer's files.");
        }

        return CheckpointConfiguration.ReadFile(path);
    }

    private static void RequireFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            string found = File.Exists(folder) ? "this is a file, not a checkpoint folder" : "there is no such folder";
            throw CheckpointException.At(folder, $"{found}. Give the path of a folder that holds {ConfigurationFile}, weights and the tokenizer's files.");
        }

        FolderLinks.RequireInside(folder);
    }
}
