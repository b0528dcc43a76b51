using System.Globalization;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Tells tokenizers apart.</summary>
internal static class TokenizerHash
{
    /// <summary>The SHA-256 of a tokenizer's files and the length that it cuts at.</summary>
    /// <exception cref="StorageException">No file can be written in the folder of temporary files.</exception>
    internal static string Of(TextTokenizer tokenizer, int maxTokens)
    {
        using ContentHash hash = new();
        hash.Add(maxTokens.ToString(CultureInfo.InvariantCulture));
        DirectoryInfo? saved = null;
        try
        {
            saved = Directory.CreateTempSubdirectory("tltc-tokenizer-");
            tokenizer.Save(saved.FullName, maxTokens);
            foreach ((string name, string content) in FileHashes.Compute(saved.FullName))
            {
                hash.Add(name);
                hash.Add(content);
            }
        }
        catch (Exception exception) when (StorageException.IsCause(exception))
        {
            throw StorageException.Cannot(saved?.FullName ?? Path.GetTempPath(), "write temporary files", exception);
        }
        finally
        {
            saved?.Delete(recursive: true);
        }

        return hash.Finish();
    }
}
