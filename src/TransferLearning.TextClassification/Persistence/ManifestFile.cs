using System.Text.Json;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Persistence;

/// <summary>Reads, checks and writes <c>classifier.json</c>.</summary>
internal static class ManifestFile
{
    private const int MaximumLength = 16 << 20;

    /// <summary>Files of these kinds could change an answer: one that was not saved is refused, others (a licence, a note) are not looked at.</summary>
    private static readonly string[] MeaningfulExtensions = [".json", ".txt", ".model", ".safetensors", ".bin"];

    internal static string PathIn(string folder) => Path.Combine(folder, ClassifierManifest.FileName);

    /// <summary>Reads a folder's manifest and checks every file against it; null where there is none.</summary>
    /// <exception cref="CheckpointException">It is broken, newer than this version knows, or files were changed, cut off, taken away or added.</exception>
    internal static ClassifierManifest? Read(string folder)
    {
        if (!File.Exists(PathIn(folder)))
        {
            return null;
        }

        ClassifierManifest manifest = Parse(folder);
        EnsureKnown(folder, manifest);
        EnsureUntouched(folder, manifest);
        return manifest;
    }

    /// <summary>Whether a folder holds a saved classifier and nothing else, so that it may be replaced as a whole.</summary>
    internal static bool IsOurs(string folder)
    {
        try
        {
            ClassifierManifest manifest = Parse(folder);
            return Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
                .All(name => name == ClassifierManifest.FileName || manifest.Files.ContainsKey(name) || manifest.Files.Keys.Any(file => file.StartsWith(name + '/', StringComparison.Ordinal)));
        }
        catch (CheckpointException)
        {
            return false;
        }
    }

    /// <summary>Hashes all that lies in a folder and writes its manifest.</summary>
    internal static void Write(string folder, ClassifierManifest manifest)
    {
        ClassifierManifest complete = manifest with { Files = FileHashes.Compute(folder) };
        File.WriteAllText(PathIn(folder), JsonSerializer.Serialize(complete, ManifestJson.Default.ClassifierManifest) + "\n");
    }

    private static ClassifierManifest Parse(string folder)
    {
        string path = PathIn(folder);
        try
        {
            if (new FileInfo(path).Length > MaximumLength)
            {
                throw CheckpointException.At(path, $"the file is larger than {MaximumLength >> 20} MiB, which no manifest is. Save the classifier again.");
            }

            // What a newer format holds is not known, so its number is looked at first.
            byte[] bytes = File.ReadAllBytes(path);
            using (JsonDocument document = JsonDocument.Parse(bytes))
            {
                EnsureFormat(path, document.RootElement);
            }

            return JsonSerializer.Deserialize(bytes, ManifestJson.Default.ClassifierManifest) ?? throw new JsonException("the file holds null");
        }
        catch (JsonException exception)
        {
            throw CheckpointException.At(path, $"this is not a classifier's manifest ({JsonProblem.Describe(exception)}). Save the classifier again, or copy its folder again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CheckpointException.At(path, $"the file cannot be read ({exception.Message.TrimEnd('.')}). Check its permissions.", exception);
        }
    }

    private static void EnsureFormat(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement format)
            || format.ValueKind != JsonValueKind.Number || !format.TryGetInt32(out int number) || number < 1)
        {
            throw new JsonException("'format' is no whole number of at least 1");
        }

        if (number > ClassifierManifest.CurrentFormat)
        {
            throw CheckpointException.At(path, $"the classifier has the format {number}, written by version {WriterOf(root)}; this version reads up to {ClassifierManifest.CurrentFormat}. Update the library.");
        }
    }

    private static void EnsureKnown(string folder, ClassifierManifest manifest)
    {
        if (manifest.Requires.Count > 0)
        {
            string version = manifest.Versions.GetValueOrDefault(SoftwareVersions.Library, "unknown");
            throw CheckpointException.At(
                PathIn(folder), $"the classifier, written by version {version}, requires {string.Join(", ", manifest.Requires.Select(name => $"'{name}'"))}, which this version ({SoftwareVersions.OfLibrary}) does not know. Update the library.");
        }
    }

    private static void EnsureUntouched(string folder, ClassifierManifest manifest)
    {
        FileDifference[] differences =
        [
            .. FileHashes.Compare(folder, manifest.Files)
                .Where(difference => difference.File != ClassifierManifest.FileName)
                .Where(difference => difference.Problem != FileProblem.Unexpected || MeaningfulExtensions.Contains(Path.GetExtension(difference.File), StringComparer.OrdinalIgnoreCase)),
        ];
        if (differences.Length > 0)
        {
            throw CheckpointException.At(folder, $"the folder is not as it was saved: {string.Join("; ", differences.AsEnumerable())}. Copy the whole folder again, or save the classifier again.");
        }
    }

    private static string WriterOf(JsonElement root) =>
        root.TryGetProperty("versions", out JsonElement versions) && versions.ValueKind == JsonValueKind.Object
            && versions.TryGetProperty(SoftwareVersions.Library, out JsonElement version) && version.ValueKind == JsonValueKind.String
            ? version.GetString()!
            : "unknown";
}
