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
        using ContentHash hash = new();
        hash.Add(typeof(TokenCache).Module.ModuleVersionId.ToString());
        hash.Add(TokenizerHash.Of(tokenizer, maxTokens));
        foreach (TextInput input in inputs)
        {
            hash.Add(input.Text);
            hash.Add(input.SecondText);
        }

        return hash.Finish();
    }
}
