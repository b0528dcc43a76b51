using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>The files that a tokenizer was read from, kept byte by byte, so that what is saved is what was read. Immutable.</summary>
internal sealed class TokenizerFiles
{
    private const string ConfigurationName = "tokenizer_config.json";

    /// <summary>The SentencePiece models by the names that hub repositories give them.</summary>
    internal static readonly string[] SentencePieceNames = ["sentencepiece.bpe.model", "spiece.model", "spm.model", "tokenizer.model"];

    /// <summary>The files of a tokenizer beside its configuration.</summary>
    internal static readonly string[] Names = ["tokenizer.json", "vocab.json", "merges.txt", "vocab.txt", "special_tokens_map.json", "added_tokens.json", .. SentencePieceNames];

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private readonly Dictionary<string, byte[]> contents = [];
    private readonly JsonObject configuration;

    private TokenizerFiles(string folder, string tokenizerClass)
    {
        foreach (string name in Names)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                contents[name] = Read(path);
            }
        }

        string configurationPath = Path.Combine(folder, ConfigurationName);
        configuration = TokenizerJsonFile.TryRead(configurationPath) is { } stated ? JsonObject.Create(stated)! : [];
        configuration.Remove("auto_map"); // it names code, which is neither run nor kept
        if (!configuration.ContainsKey("tokenizer_class"))
        {
            configuration["tokenizer_class"] = tokenizerClass;
        }
    }

    /// <summary>Whether a folder has a file of a tokenizer's pieces.</summary>
    internal static bool AreIn(string folder) => Names.Any(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>Keeps the tokenizer files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="tokenizerClass">The class that reads it in Hugging Face transformers, where <c>tokenizer_config.json</c> names none.</param>
    /// <exception cref="CheckpointException">A file cannot be read.</exception>
    internal static TokenizerFiles Keep(string folder, string tokenizerClass) => new(folder, tokenizerClass);

    /// <summary>Writes the files; <c>tokenizer_config.json</c> with the length to cut at. Those of another tokenizer that stand there are removed.</summary>
    internal void Save(string folder, int modelMaxLength)
    {
        foreach (string name in Names)
        {
            string path = Path.Combine(folder, name);
            if (contents.TryGetValue(name, out byte[]? content))
            {
                File.WriteAllBytes(path, content);
            }
            else
            {
                File.Delete(path);
            }
        }

        JsonObject saved = (JsonObject)configuration.DeepClone();
        saved["model_max_length"] = modelMaxLength;
        File.WriteAllText(Path.Combine(folder, ConfigurationName), saved.ToJsonString(Relaxed));
    }

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    internal static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"'{path}' cannot be read: {exception.Message}", exception) { Path = path };
        }
    }
}
