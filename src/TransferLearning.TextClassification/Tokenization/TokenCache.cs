using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>
/// Tokenized texts kept in a folder from one run to the next. A file's name is the SHA-256 of all that decides its content: this build of the library, the tokenizer, the length
/// to cut at, the texts. A cache that fails costs time, never the training.
/// </summary>
/// <param name="folder">The folder; it is made where it does not exist.</param>
/// <param name="logger">Is told what is read and written, and what goes wrong.</param>
internal sealed class TokenCache(string folder, ILogger logger)
{
    /// <summary>The texts from the folder, else from <paramref name="tokenize"/>, which are then written there.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="maxTokens">The length to cut at.</param>
    /// <param name="inputs">The texts.</param>
    /// <param name="tokenize">Tokenizes them.</param>
    internal TokenizedTexts GetOrAdd(TextTokenizer tokenizer, int maxTokens, IReadOnlyList<TextInput> inputs, Func<TokenizedTexts> tokenize)
    {
        string path = Path.Combine(Path.GetFullPath(folder), Key(tokenizer, maxTokens, inputs) + ".tokens");
        if (TryRead(path) is { } kept)
        {
            TokenCacheLog.Read(logger, path, kept.Count);
            return kept;
        }

        TokenizedTexts texts = tokenize();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            TokenCacheFile.Write(path, texts);
            TokenCacheLog.Written(logger, path, texts.Count);
        }
        catch (Exception exception) when (StorageException.IsCause(exception))
        {
            TokenCacheLog.NotWritten(logger, path, exception.Message);
        }

        return texts;
    }

    private TokenizedTexts? TryRead(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            TokenizedTexts? texts = TokenCacheFile.Read(path);
            if (texts is null)
            {
                TokenCacheLog.Damaged(logger, path);
            }

            return texts;
        }
        catch (Exception exception) when (StorageException.IsCause(exception))
        {
            TokenCacheLog.NotRead(logger, path, exception.Message);
            return null;
        }
    }

    private static string Key(TextTokenizer tokenizer, int maxTokens, IReadOnlyList<TextInput> inputs)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(typeof(TokenCache).Module.ModuleVersionId.ToString());
        Add(maxTokens.ToString(CultureInfo.InvariantCulture));
        DirectoryInfo saved = Directory.CreateTempSubdirectory("tltc-tokenizer-");
        try
        {
            tokenizer.Save(saved.FullName, maxTokens);
            foreach ((string name, string content) in FileHashes.Compute(saved.FullName))
            {
                Add(name);
                Add(content);
            }
        }
        finally
        {
            saved.Delete(recursive: true);
        }

        foreach (TextInput input in inputs)
        {
            Add(input.Text);
            Add(input.SecondText);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // Lengths stand before texts, so that no two lists of texts look alike; a text that is absent has the length -1.
        void Add(string? text)
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([text?.Length ?? -1]));
            hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }
}
