namespace TransferLearning.TextClassification.Data;

/// <summary>What a name says about the format.</summary>
internal static class FileFormats
{
    internal static TextFileFormat Of(string path, TextLabelling labelling)
    {
        if (Directory.Exists(path))
        {
            return TextFileFormat.Folders;
        }

        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        string extension = System.IO.Path.GetExtension(name).ToLowerInvariant();
        return extension switch
        {
            ".csv" => TextFileFormat.Csv,
            ".tsv" or ".tab" => TextFileFormat.Tsv,
            ".jsonl" or ".ndjson" => TextFileFormat.JsonLines,
            ".json" => TextFileFormat.Json,
            ".txt" when labelling == TextLabelling.None => TextFileFormat.Lines,
            ".txt" => TextFileFormat.Tsv,
            _ when !File.Exists(path) => TextFileFormat.Tsv, // opening it says that it is missing
            _ => throw DataErrors.File(
                path, $"the format is not known from the extension '{extension}'. Rename the file to .csv, .tsv, .jsonl or .json, or name the format (TextReadOptions.Format)."),
        };
    }
}
