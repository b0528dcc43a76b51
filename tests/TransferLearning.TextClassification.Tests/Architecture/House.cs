namespace TransferLearning.TextClassification.Tests.Architecture;

/// <summary>The folders of the library and who may use whom (docs/decisions/0001-house.md).</summary>
internal static class House
{
    internal const string RootNamespace = "TransferLearning.TextClassification";
    internal const string ExtensibilityNamespace = RootNamespace + ".Extensibility";

    /// <summary>Each folder with the folders that it may use; it may also use what those may use, and Runtime.</summary>
    internal static IReadOnlyDictionary<string, string[]> Arrows { get; } = new Dictionary<string, string[]>
    {
        ["Runtime"] = [],
        ["Storage"] = [],
        ["Data"] = [],
        ["Losses"] = [],
        ["Evaluation"] = [],
        ["Optimization"] = [],
        ["Checkpoints"] = ["Storage"],
        // Data for TextInput, which a tokenizer takes.
        ["Tokenization"] = ["Checkpoints", "Data"],
        ["Batching"] = ["Tokenization", "Data"],
        ["Encoders"] = ["Batching", "Checkpoints"],
        ["Heads"] = ["Encoders"],
        ["Adapters"] = ["Encoders", "Checkpoints"],
        ["Families"] = ["Encoders", "Heads", "Tokenization", "Checkpoints"],
        ["Inference"] = ["Batching", "Encoders", "Heads", "Adapters", "Evaluation"],
        ["Training"] = ["Optimization", "Batching", "Evaluation", "Storage", "Checkpoints"],
        ["Objectives"] = ["Training", "Inference", "Heads", "Losses"],
        ["Strategies"] = ["Objectives", "Adapters", "Optimization", "Training"],
        ["Pretraining"] = ["Objectives", "Training", "Tokenization"],
        ["Persistence"] = ["Storage", "Checkpoints", "Tokenization", "Encoders", "Heads", "Adapters", "Evaluation", "Families"],
    };

    /// <summary>Whether <paramref name="from"/> may use <paramref name="to"/>.</summary>
    internal static bool Allows(string from, string to)
    {
        if (from == to || from == SourceFile.Root || to == "Runtime")
        {
            return true;
        }

        return Arrows.TryGetValue(from, out string[]? uses) && uses.Any(used => Allows(used, to));
    }

    /// <summary>Every use against the arrows, as a line each: file, line, name, from-folder → to-folder.</summary>
    internal static IReadOnlyList<string> Violations(IReadOnlyCollection<SourceFile> files)
    {
        ILookup<string, string> folderOfType = files
            .SelectMany(file => file.Types.Where(type => !type.IsFileLocal).Select(type => (type.Name, file.Folder)))
            .ToLookup(type => type.Name, type => type.Folder, StringComparer.Ordinal);
        HashSet<string> names = [.. folderOfType.Select(group => group.Key)];
        HashSet<string> folders = [.. files.SelectMany(file => file.FolderPath.Split('.')), "TextClassification"];
        List<string> violations = [];
        foreach (SourceFile file in files)
        {
            if (file.Folder != SourceFile.Root && !Arrows.ContainsKey(file.Folder))
            {
                violations.Add($"{file.Path}: the folder {file.Folder} has no arrows");
            }

            violations.AddRange(file.ImportedFolders(RootNamespace)
                .Where(folder => folder != "Extensibility" && !Allows(file.Folder, folder))
                .Select(folder => $"{file.Path}: using {RootNamespace}.{folder}: {file.Folder} → {folder}"));

            HashSet<string> own = [.. file.Types.Select(type => type.Name)];
            violations.AddRange(file.UsedTypes(names, folders)
                .Where(use => !own.Contains(use.Name) && !folderOfType[use.Name].Any(folder => Allows(file.Folder, folder)))
                .Select(use => $"{file.Path}:{use.Line}: {use.Name}: {file.Folder} → {string.Join(" or ", folderOfType[use.Name].Distinct())}"));
        }

        return violations;
    }

    /// <summary>The library's sources.</summary>
    internal static IReadOnlyList<SourceFile> ReadSources()
    {
        string folder = Repository.PathOf("src", RootNamespace);
        return [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: path, Relative: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .Where(file => !file.Relative.StartsWith("obj/", StringComparison.Ordinal) && !file.Relative.StartsWith("bin/", StringComparison.Ordinal))
            .OrderBy(file => file.Relative, StringComparer.Ordinal)
            .Select(file => new SourceFile(file.Relative, File.ReadAllText(file.Path)))];
    }
}
