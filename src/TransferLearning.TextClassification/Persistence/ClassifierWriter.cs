using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TransferLearning.TextClassification.Checkpoints;
using TransferLearning.TextClassification.Heads;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>Saves a classifier as a folder in the Hugging Face layout with a <c>classifier.json</c>.</summary>
internal static class ClassifierWriter
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes the folder in one step.</summary>
    /// <param name="path">A new path, an empty folder or an earlier saved classifier.</param>
    /// <param name="description">What the classifier is.</param>
    /// <param name="model">Its weights.</param>
    /// <param name="records">Further files, text by name.</param>
    /// <param name="cancellationToken">Stops between two files; all is then as before.</param>
    /// <exception cref="StorageException">It cannot be written; all is as before.</exception>
    internal static void Write(
        string path, ClassifierDescription description, ClassificationModel model, IReadOnlyDictionary<string, string> records, CancellationToken cancellationToken)
    {
        AtomicFolder.Write(path, ManifestFile.IsOurs, folder =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.WriteAllText(Path.Combine(folder, CheckpointFolder.ConfigurationFile), Configuration(description).ToJsonString(Readable) + "\n");
            description.Tokenizer.Save(folder, description.MaxTokens);
            foreach ((string name, string text) in records)
            {
                File.WriteAllText(Path.Combine(folder, name), text);
            }

            SafetensorsWriter.Write(Path.Combine(folder, CheckpointFolder.SafetensorsFile), ModelAssembly.Tensors(model).Select(tensor =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return tensor;
            }));
            cancellationToken.ThrowIfCancellationRequested();
            ManifestFile.Write(folder, Manifest(description));
            cancellationToken.ThrowIfCancellationRequested();
        });
    }

    /// <summary>The <c>config.json</c>: all that the encoder's said, with labels and task, naming the reference implementation's class only where that gives the same answers.</summary>
    private static JsonObject Configuration(ClassifierDescription description)
    {
        JsonObject configuration = description.Configuration.DeepClone().AsObject();
        configuration["model_type"] ??= description.Family.Name;
        bool isTwin = ReferenceTwin.Is(description.Family, description.Head.Name, description.Pooling, configuration);
        if (isTwin && description.Family.ClassifierArchitecture is { } architecture)
        {
            configuration["architectures"] = new JsonArray(architecture);
        }
        else
        {
            configuration.Remove("architectures");
        }

        configuration.Remove("auto_map"); // it names code, which is neither run nor kept
        foreach (string key in (string[])["torch_dtype", "dtype"])
        {
            if (configuration.ContainsKey(key))
            {
                configuration[key] = "float32"; // what is written
            }
        }

        LabelMap.Write(configuration, description.Task, description.Labels);
        return configuration;
    }

    private static ClassifierManifest Manifest(ClassifierDescription description) => new()
    {
        Format = ClassifierManifest.CurrentFormat,
        Requires = [],
        Encoder = description.Family.Name,
        Head = new() { Kind = description.Head.Name, Options = description.HeadOptions.DeepClone().AsObject() },
        Loss = description.Loss,
        Pooling = PoolingNames.NameOf(description.Pooling),
        Pairs = description.Pairs,
        Thresholds = description.Thresholds,
        Versions = SoftwareVersions.All,
        Files = new Dictionary<string, string>(),
    };
}
