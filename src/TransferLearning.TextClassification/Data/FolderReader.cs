namespace TransferLearning.TextClassification.Data;

/// <summary>One folder a class; every file in it is one text, and a folder in it is a mistake. Classes and files come in ordinal order of their names.</summary>
internal static class FolderReader
{
    internal static IEnumerable<TextExample> Read(string path, TextReadOptions options)
    {
        if (!Directory.Exists(path))
        {
            throw DataErrors.File(path, File.Exists(path) ? "this is a file, but a folder with one folder a class is read here. Name the format of the file." : "there is no such folder. Check the name.");
        }

        bool any = false;
        foreach (string folder in Visible(Directory.EnumerateDirectories(path)))
        {
            if (Visible(Directory.EnumerateDirectories(folder)).FirstOrDefault(inner => Visible(Directory.EnumerateFiles(inner, "*", SearchOption.AllDirectories)).Any()) is { } inner)
            {
                throw DataErrors.File(
                    inner, $"this is a folder in the folder of the class {DataErrors.Quote(System.IO.Path.GetFileName(folder))}, and what is in it would not be read. Move its files one folder up, remove it, or name a folder that holds one folder a class.");
            }

            foreach (string file in Visible(Directory.EnumerateFiles(folder)))
            {
                any = true;
                yield return ReadText(file, System.IO.Path.GetFileName(folder), options);
            }
        }

        if (any)
        {
            yield break;
        }

        string[] files = [.. Visible(Directory.EnumerateFiles(path)).Take(3).Select(file => System.IO.Path.GetFileName(file)!)];
        throw DataErrors.File(
            path,
            "this is a folder, but it does not hold one folder a class with a file a text. "
            + (files.Length > 0 ? $"Name a file in it ({string.Join(", ", files)}), or another folder." : "Name a file, or another folder."));
    }

    private static TextExample ReadText(string file, string label, TextReadOptions options)
    {
        ExampleFactory factory = new(file, options);
        try
        {
            using TextReader reader = DataFile.Open(file, options);
            string text = reader.ReadToEnd();
            return factory.Create(1, factory.Target(1, label), text.AsSpan().TrimEnd("\r\n"));
        }
        catch (Exception exception) when (ExampleReader.IsReadingFailure(exception))
        {
            throw ExampleReader.ReadingFailure(file, 0, exception);
        }
    }

    private static IEnumerable<string> Visible(IEnumerable<string> entries) =>
        entries.Where(entry => !System.IO.Path.GetFileName(entry).StartsWith('.')).Order(StringComparer.Ordinal);
}
