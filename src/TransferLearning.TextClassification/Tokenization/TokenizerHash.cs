using System.Globalization;
using TransferLearning.TextClassification.Storage;

namespace TransferLearning.TextClassification.Tokenization;

/// <summary>Tells tokenizers apart.</summary>
internal static class TokenizerHash
{
    /// <summary>The SHA-256 of a tokenizer's files and the length that it cuts at.</summary>
    internal static string Of(TextTokenizer tokenizer, int maxTokens)
    {
        using ContentHash hash = new();
        hash.Add(maxTokens.ToString(CultureInfo.InvariantCulture));
        DirectoryInfo saved = Directory.CreateTempSubdirectory("tltc-tokenizer-");
        try
        {
            tokenizer.Save(saved.FullName, maxTokens);
            foreach ((string name, string content) in FileHashes.Compute(saved.FullName))
            {
                hash.Add(name);
                hash.Add(content);
            }
        }
        finally
        {
            saved.Delete(recursive: true);
        }

        return hash.Finish();
    }
}
